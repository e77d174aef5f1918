using EmoVoid.Contracts.Memory;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Where a run stands after a step: enough to go on with the same bits.</summary>
/// <remarks>A LoRA file alone would not do: it may be rounded, and it knows nothing of the controller.</remarks>
/// <param name="Step">The last step done.</param>
/// <param name="Base">How the frozen weights were kept: whatever memory is free when the run goes on, its steps go on with the same numbers.</param>
/// <param name="Parameters">(N) float32: the LoRA's flat buffer.</param>
public sealed record SavedState(int Step, BaseWeights Base, Tensor Parameters, OptimizerState Optimizer) : IDisposable
{
    /// <summary>Whether the plan alone decides that a state is saved at this step, and not a clock or a person: a run that goes back goes back to such a state.</summary>
    public bool Planned { get; init; } = true;

    /// <summary>How often the run has gone back; the order of the samples comes from it.</summary>
    public int Attempt { get; init; }

    public void Dispose()
    {
        Parameters.Dispose();
        Optimizer.Shadow?.Dispose();
    }
}
