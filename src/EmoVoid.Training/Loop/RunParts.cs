using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Sampling;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>What a run has in hand once everything is loaded, however often it goes back.</summary>
/// <param name="Base">How the frozen weights are kept.</param>
/// <param name="Pictures">Null: none are made while training.</param>
/// <param name="Measured">What is measured at the checkpoints; null: nothing.</param>
internal sealed record RunParts(
    RunPlan Plan, AnimaDit Dit, BaseWeights Base, IReadOnlyList<Sample> Samples, MeasuredSamples? Measured, SavedStates States, StepPictures? Pictures, Requests Requests,
    Device Device, Action<TrainerEvent> Say, TimeProvider Time, CancellationToken Stop);
