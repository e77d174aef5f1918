using System.Text;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Trainer;

/// <summary>Where events are written: standard output, or the file that the environment names.</summary>
internal static class EventOutput
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static TextWriter Open() => Environment.GetEnvironmentVariable(TrainerVariables.Events) is { Length: > 0 } path ? Append(path) : new StandardOutput();

    private static StreamWriter Append(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = Math.Max(0, file.Length - 1);
        var isTorn = file.ReadByte() is not (-1 or '\n'); // a trainer that was killed may have left half a line
        file.Position = file.Length;
        var writer = new StreamWriter(file, new UTF8Encoding(false));
        if (isTorn)
            writer.WriteLine();
        return writer;
    }
}
