using EmoVoid.Contracts.Models;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>Sorts the files of a model into those that are there, those that are wrong, and those to fetch.</summary>
internal sealed class DownloadSurvey(DownloadPlaces places)
{
    private readonly List<string> there = [];
    private readonly List<string> wrong = [];
    private readonly List<WantedFile> missing = [];

    public IReadOnlyList<string> There => there;
    public IReadOnlyList<string> Wrong => wrong;
    public IReadOnlyList<WantedFile> Missing => missing;

    public void Look(IReadOnlyList<SourceFile> files, ModelFinder finder)
    {
        finder.Find();
        foreach (var part in files.GroupBy(file => file.Part).Where(part => !finder.Ambiguous.Contains(part.Key)))
            if (finder.Found.GetValueOrDefault(part.Key) is { } found && Path.Exists(found))
                Judge(part, found);
            else
                foreach (var file in part)
                    Sort(file, places.TargetOf(file));
    }

    private void Judge(IGrouping<string, SourceFile> part, string found)
    {
        // A network of another size has passed the look at its header: it is another edition, and as good.
        var mine = part.Where(file => places.TargetOf(file) is var target && File.Exists(target)
            && (target == found ? new FileInfo(target).Length == file.Bytes : Path.GetDirectoryName(target) == found));
        var problem = ProblemOfPart(part.Key, found) ?? mine.Select(file => ProblemOfFile(file, places.TargetOf(file))).OfType<string>().FirstOrDefault();
        (problem is null ? there : wrong).Add(problem ?? found);
    }

    private void Sort(SourceFile file, string target)
    {
        if (!Path.Exists(target))
            missing.Add(new WantedFile(file, target));
        else if (ProblemOfFile(file, target) is { } problem)
            wrong.Add(problem);
        else
            there.Add(target);
    }

    /// <summary>Tokenizers have no header to look at.</summary>
    private static string? ProblemOfPart(string key, string path)
    {
        var part = new[] { ModelPart.Dit, ModelPart.TextEncoder, ModelPart.Vae }.FirstOrDefault(part => part.Key == key);
        try
        {
            part?.Check(path, SafetensorsSet.ReadHeaders(path).ToDictionary(tensor => tensor.Name, tensor => new FoundTensor(tensor.Shape, tensor.Type.FileName())));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string? ProblemOfFile(SourceFile file, string path)
    {
        if (!File.Exists(path))
            return $"{path} is a folder, where a file belongs.";
        if (file.Bytes is { } bytes && new FileInfo(path).Length is var length && length != bytes)
            return FormattableString.Invariant($"{path} has {length} bytes; the one to fetch has {bytes}.");
        return file.Sha256 is { } expected && FileHash.Of(path) is var hash && !hash.Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? $"{path} has the SHA-256 {hash}; the one to fetch has {expected}."
            : null;
    }
}
