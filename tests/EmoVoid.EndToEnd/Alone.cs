namespace EmoVoid.EndToEnd;

/// <summary>Tests that change what the whole machine shows, such as the kernel's count of processes killed for their memory: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
