using System.Text;
using System.Text.Json;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Safetensors;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>The folder of one study: what it is (<c>study.json</c>), a file for each run that is done, what is being worked on, and the figures.</summary>
internal sealed class StudyFolder
{
    private const string IdentityName = "study.json";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    private readonly string folder;

    private StudyFolder(string folder) => this.folder = folder;

    public string Work => Path.Combine(folder, "work");

    public string Judge => Path.Combine(Work, "judge.bin");

    /// <summary>Begins a study in a folder that is not there or empty, or goes on with the same study.</summary>
    /// <exception cref="FormatException">The folder holds something else, or a study of another size or seed; the message says which and what to do.</exception>
    public static StudyFolder Open(string path, StudySize size, long seed)
    {
        var (study, identity) = (new StudyFolder(path), JsonSerializer.Serialize(new Identity(size, seed), Format));
        var file = study.File(IdentityName);
        if (!System.IO.File.Exists(file))
        {
            if (System.IO.File.Exists(path) || Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new FormatException($"{path} holds something that is no study (it has no {IdentityName}). Name another folder with --out, or empty this one.");
            Directory.CreateDirectory(path);
            study.Write(IdentityName, identity);
        }
        else if (System.IO.File.ReadAllText(file) is var found && found != identity)
        {
            throw new FormatException($"{path} holds another study: {Differences(found, identity)}. Name another folder with --out, or ask for the same.");
        }

        Directory.CreateDirectory(study.File("runs"));
        Directory.CreateDirectory(study.Work);
        return study;
    }

    /// <summary>The run's pictures.</summary>
    public string SheetOf(RunKey run) => Path.Combine(folder, "sheets", $"{run.Name}.png");

    public string File(string name) => Path.Combine(folder, name);

    /// <summary>Whole or not at all.</summary>
    public void Write(string name, string text) => DurableFile.Write(File(name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public bool Has(RunKey run) => System.IO.File.Exists(FileOf(run));

    public RunRecord Read(RunKey run) => JsonSerializer.Deserialize<RunRecord>(System.IO.File.ReadAllBytes(FileOf(run))) ?? throw new InvalidDataException($"{FileOf(run)} is empty. Delete it to make the run again.");

    public void Write(RunKey run, RunRecord record) => Write(Path.Combine("runs", run.FileName), JsonSerializer.Serialize(record));

    /// <summary>Takes a run for this process; the system gives it back when the process ends, however that happens.</summary>
    /// <returns>Null when another process has it.</returns>
    public IDisposable? TryTake(RunKey run)
    {
        try
        {
            return new FileStream(Path.Combine(Work, run.FileName + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string FileOf(RunKey run) => File(Path.Combine("runs", run.FileName));

    private static string Differences(string found, string asked)
    {
        var lines = found.Split('\n').Except(asked.Split('\n')).Select(line => line.Trim().TrimEnd(',')).Where(line => line.Length > 1);
        var wanted = asked.Split('\n').Except(found.Split('\n')).Select(line => line.Trim().TrimEnd(',')).Where(line => line.Length > 1);
        return $"it has {string.Join(", ", lines)}, asked for is {string.Join(", ", wanted)}";
    }

    private sealed record Identity(StudySize Size, long Seed);
}
