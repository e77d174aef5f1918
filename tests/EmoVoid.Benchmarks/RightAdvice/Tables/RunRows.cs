using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>The CSV of all runs, and the one of what each rule chose in each of them.</summary>
internal static class RunRows
{
    public static string Of(IReadOnlyList<RunRecord> runs, long seed)
    {
        var csv = new Csv(
            "study_seed", "version", "subject", "kind", "half", "run_seed", "pictures", "steps", "save_every", "stop_loss", "saves", "lit_steps", "first_lit",
            "confidence", "level", "decided_by", "no_clear_winner", "first_candidate", "best_step", "best_worth", "first_regret", "first_in_best_two", "lowest_stop_loss_that_lights");
        foreach (var run in runs)
        {
            var view = RunView.AsTrained(run);
            var (first, best, advice) = (Choice.Of(Rule.Advice, view, run), Choice.BestPossible(view, run), view.Advice);
            csv.Row(
                seed, run.Version, run.Subject, run.Kind, run.Half, run.Seed, run.Pictures, run.Steps, run.SaveEvery, run.StopLoss, run.Saves.Count, run.Lit.Count,
                run.Lit.Count > 0 ? run.Lit[0] : null, advice.Confidence, advice.ConfidenceLevel, advice.DecidedBy, advice.NoClearWinner, first.Step, best.Step, best.Worth, first.Regret,
                first.InBestTwo, LightReplay.Of(RunView.Losses(run), new EmoVoidSettings(run.StopLoss)).LowestStopLossThatLights);
        }

        return csv.ToString();
    }

    public static string Choices(IReadOnlyList<RunRecord> runs, IReadOnlyList<double> whatIfs, long seed)
    {
        var csv = new Csv("study_seed", "version", "subject", "kind", "half", "run_seed", "stop_loss", "as_trained", "rule", "step", "worth", "regret", "fair_regret", "in_best_two");
        foreach (var run in runs)
            foreach (var view in (RunView[])[RunView.AsTrained(run), .. whatIfs.Select(stopLoss => RunView.WhatIf(run, stopLoss))])
                foreach (var choice in (Choice[])[.. Rule.All.Select(rule => Choice.Of(rule, view, run)), Choice.BestPossible(view, run)])
                    csv.Row(
                        seed, run.Version, run.Subject, run.Kind, run.Half, run.Seed, view.StopLoss, view.IsTrained, choice.Rule, choice.Step, choice.Worth, choice.Regret, choice.FairRegret, choice.InBestTwo);
        return csv.ToString();
    }
}
