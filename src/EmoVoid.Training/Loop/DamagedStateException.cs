namespace EmoVoid.Training.Loop;

/// <summary>A saved state is torn or damaged; the message says in what way, to follow "is damaged:".</summary>
internal sealed class DamagedStateException(string problem, Exception? inner = null) : Exception(problem, inner);
