using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Runs;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>The CSV of all checkpoints that were measured.</summary>
internal static class CheckpointRows
{
    public static string Of(IReadOnlyList<RunRecord> runs, long seed)
    {
        var csv = new Csv(
            "study_seed", "version", "subject", "kind", "half", "run_seed", "pictures", "stop_loss", "step", "reason", "lit_score", "average_loss",
            "likeness", "following", "kept", "copied", "worth", "worth_error", "held_out_loss", "trained_loss");
        foreach (var run in runs)
        {
            var scores = RunView.AsTrained(run).Advice.Candidates.ToDictionary(candidate => candidate.Step, candidate => candidate.Score);
            foreach (var save in run.Saves)
            {
                var worth = Worth.Of(save.Measures, run.Scale);
                csv.Row(
                    seed, run.Version, run.Subject, run.Kind, run.Half, run.Seed, run.Pictures, run.StopLoss, save.Step, save.Reason, scores[save.Step], save.MediumLoss,
                    worth.Likeness, worth.Following, worth.Kept, worth.Copied, worth.Value, Worth.ErrorOf(save.Measures, run.Scale, seed), save.Paired?.HeldOut.Average(), save.Paired?.Trained.Average());
            }
        }

        return csv.ToString();
    }
}
