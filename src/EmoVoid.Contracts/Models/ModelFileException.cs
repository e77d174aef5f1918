namespace EmoVoid.Contracts.Models;

/// <summary>A model file of another architecture, or one with missing or ill-shaped tensors; the message names the file and all that is wrong.</summary>
public sealed class ModelFileException(string path, string problem) : IOException($"{path} cannot be used: {problem}.")
{
    public string Path { get; } = path;
    public string Problem { get; } = problem;
}
