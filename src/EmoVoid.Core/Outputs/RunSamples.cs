using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Outputs;

/// <summary>What a run's contact sheet shows.</summary>
/// <param name="File">Its name in the output folder.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="Settings">The prompts, from top to bottom, and how the pictures were made.</param>
public sealed record RunSamples(string File, IReadOnlyList<string> Columns, SampleSettings Settings);
