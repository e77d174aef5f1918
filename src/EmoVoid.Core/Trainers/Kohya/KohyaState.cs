using System.Globalization;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>A folder that kohya's <c>--save_state</c> wrote, from which <c>--resume</c> goes on.</summary>
/// <param name="Step">Of the run, counted over all its starts.</param>
internal sealed record KohyaState(string Folder, int Step)
{
    private const string Infix = "-step", Suffix = "-state";

    /// <summary>Zip archives: accelerate writes them with PyTorch's own save, the random numbers last.</summary>
    private static readonly string[] Archives = ["optimizer.bin", "random_states_0.pkl"];

    /// <summary>The last record of every zip archive; PyTorch's have no comment after it.</summary>
    private static readonly byte[] EndOfArchive = [(byte)'P', (byte)'K', 5, 6];
    private const int EndOfArchiveLength = 22;

    /// <returns>Null when it is another kind of folder.</returns>
    /// <param name="from">The step that its start went on from.</param>
    public static KohyaState? Of(string folder, string run, int from)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith(run + Infix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(run.Length + Infix.Length)[..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? new KohyaState(folder, from + step)
            : null;
    }

    /// <summary>Whether the scripts got to write all of it before they ended.</summary>
    public bool IsWhole()
    {
        try
        {
            _ = SafetensorsHeader.Read(Path.Combine(Folder, "model.safetensors"));
            return Archives.All(file => IsWholeArchive(Path.Combine(Folder, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsWholeArchive(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length < EndOfArchiveLength)
            return false;
        file.Position = file.Length - EndOfArchiveLength;
        var end = new byte[EndOfArchive.Length];
        file.ReadExactly(end);
        return end.AsSpan().SequenceEqual(EndOfArchive);
    }
}
