using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Samples;

/// <summary>From a trained run and its recommendation to the plan of its contact sheet: the base, and beside it the candidates, best first.</summary>
internal sealed class SamplePlanner(StateFolder folders, SampleFiles files, CheckpointStore checkpoints, RunAdvice advice)
{
    /// <returns>Null when the run is to have no sheet.</returns>
    public SamplePlan? PlanFor(Run run)
    {
        if (!File.Exists(folders.PlanOf(run.Id)) || RunPlan.Read(folders.PlanOf(run.Id)) is not { Sample: { } settings } trained)
            return null;
        var saved = checkpoints.List(run.Id).ToDictionary(checkpoint => checkpoint.Step, checkpoint => Path.Combine(folders.CheckpointsOf(run.Id), checkpoint.File));
        var candidates = advice.For(run).Candidates.Take(settings.Candidates);
        return new SamplePlan
        {
            Title = run.Name,
            Model = trained.Model,
            Rank = trained.Train.Rank,
            Alpha = trained.Train.Alpha,
            Settings = settings,
            Columns = [new SampleColumn("base", "without LoRA", null), .. candidates.Select((candidate, place) => Column(candidate, place, saved[candidate.Step]))],
            OutputFile = files.SheetOf(run.Id),
            CacheFolder = trained.CacheFolder,
            Device = trained.Device,
            Memory = trained.Memory,
        };
    }

    private static SampleColumn Column(CheckpointCandidate candidate, int place, string lora) => new(
        Invariant($"step {candidate.Step}{(place == 0 ? " – recommended" : "")}"), Merit(candidate), lora);

    /// <summary>What speaks for it: its score, or without any light its loss, when that is known.</summary>
    private static string Merit(CheckpointCandidate candidate) => candidate switch
    {
        { Score: > 0 } => Invariant($"score {candidate.Score:0.00}"),
        { StableLoss: { } loss } => Invariant($"no light, average loss {loss:G3}"),
        _ => "",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
