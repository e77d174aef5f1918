using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Core.Samples;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Takes what the scripts have saved into the run's checkpoint folder, named by the steps of the run and not of the start.</summary>
internal sealed partial class KohyaSaves(RunPlan plan, KohyaFolder folder, int from, Action<TrainerEvent> say)
{
    private readonly List<(string File, int Step)> announced = [];

    /// <summary>The scripts say that they will write a file; it is there when they go on.</summary>
    /// <param name="bar">The last step of this start.</param>
    public void Announce(string file, int bar) => announced.Add((file, CheckpointName.Of(file).Step ?? bar));

    /// <summary>Takes what was announced and is whole.</summary>
    public void Take() => announced.RemoveAll(save => TakeWhole(Path.Combine(folder.OutputOf(from), save.File), from + save.Step));

    /// <summary>Tells again what was saved before this start, and takes what nobody was there to take.</summary>
    public void TellEarlier()
    {
        foreach (var start in folder.Starts().Where(start => start < from))
            foreach (var path in Files(folder.OutputOf(start)))
                if (CheckpointName.Of(Path.GetFileName(path)).Step is { } step && start + step <= from && IsWhole(path))
                    File.Move(path, PathOf(start + step), overwrite: true);
        foreach (var path in Files(folder.Checkpoints))
            if (CheckpointName.Of(Path.GetFileName(path)).Step is { } step && step <= from)
                Tell(path, step);
    }

    /// <summary>Takes sample pictures up to a step of this start.</summary>
    public void TakeSamples(int until)
    {
        var samples = Path.Combine(folder.OutputOf(from), "sample");
        if (plan.Sample?.Every is null || !Directory.Exists(samples))
            return;
        foreach (var path in Directory.EnumerateFiles(samples, "*.png").ToList())
            if (SampleName().Match(Path.GetFileName(path)) is { Success: true } match && Number(match, "step") is var step && step <= until)
                File.Move(path, SamplePathOf(from + step, Number(match, "prompt")), overwrite: true);
    }

    private bool TakeWhole(string path, int step)
    {
        if (!File.Exists(path) || !IsWhole(path))
            return false;
        File.Move(path, PathOf(step), overwrite: true);
        Tell(PathOf(step), step);
        return true;
    }

    private void Tell(string path, int step)
    {
        using var file = File.OpenRead(path);
        say(new CheckpointSaved(
            step, Path.GetFileName(path), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)), step == plan.Train.Steps ? CheckpointReason.Last : CheckpointReason.Interval));
    }

    private string PathOf(int step) => Path.Combine(folder.Checkpoints, string.Create(CultureInfo.InvariantCulture, $"{plan.Run}-step{step:D8}.safetensors"));

    private string SamplePathOf(int step, int prompt)
    {
        var samples = Directory.CreateDirectory(Path.Combine(folder.Checkpoints, SampleFiles.WhileTraining)).FullName;
        return Path.Combine(samples, string.Create(CultureInfo.InvariantCulture, $"step{step:D8}-{prompt + 1}.png"));
    }

    private static List<string> Files(string place) =>
        Directory.Exists(place) ? [.. Directory.EnumerateFiles(place, "*.safetensors").Order(StringComparer.Ordinal)] : [];

    private static bool IsWhole(string path)
    {
        try
        {
            _ = SafetensorsHeader.Read(path);
            return true;
        }
        catch (SafetensorsException)
        {
            return false;
        }
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // Step, prompt, time, and the seed where there is one.
    [GeneratedRegex(@"_(?<step>[0-9]{6,9})_(?<prompt>[0-9]{2,4})_[0-9]{14}(_[0-9]+)?\.png\z")]
    private static partial Regex SampleName();
}
