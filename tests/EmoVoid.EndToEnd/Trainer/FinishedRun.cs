using System.Security.Cryptography;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>A run of 20 steps that is done, whose folder tests copy to do harm to.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    private readonly TrainerFixture fixture = new();

    public List<TrainerEvent> Events { get; private set; } = [];

    /// <summary>Of every LoRA file, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    private RunPlan Plan => fixture.Plan("torn");

    public async ValueTask InitializeAsync()
    {
        using var trainer = TrainerProgram.Train(Plan, PlanFile(Plan));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        (Events, Files) = (trainer.Events, HashesOf(Plan));
    }

    /// <summary>The plan, with its checkpoints in a folder of their own.</summary>
    public RunPlan Copy(string name)
    {
        var copy = Plan with { CheckpointFolder = fixture.Folder["copies", name] };
        Directory.CreateDirectory(copy.CheckpointFolder);
        foreach (var file in Directory.GetFiles(Plan.CheckpointFolder))
            File.Copy(file, Path.Combine(copy.CheckpointFolder, Path.GetFileName(file)));
        return copy;
    }

    public static string PlanFile(RunPlan plan) => plan.CheckpointFolder + ".json";

    public static IReadOnlyDictionary<string, string> HashesOf(RunPlan plan) => Directory.GetFiles(plan.CheckpointFolder, plan.Run + "-step*")
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    public ValueTask DisposeAsync()
    {
        fixture.Dispose();
        return ValueTask.CompletedTask;
    }
}
