namespace EmoVoid.Training.Tests;

/// <summary>Tests that measure the process, such as its resident size: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
