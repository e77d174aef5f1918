namespace EmoVoid.Safetensors;

/// <summary>A file that is not the safetensors file it should be; the message names the file and what is wrong with it.</summary>
public sealed class SafetensorsException(string path, string problem, Exception? inner = null)
    : IOException($"{path} cannot be used: {problem}.", inner)
{
    public string Path { get; } = path;
    public string Problem { get; } = problem;
}
