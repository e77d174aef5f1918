using System.Globalization;
using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Sampling;

namespace EmoVoid.Benchmarks.RightAdvice.Runs;

/// <summary>What the figures of a run look like: the base, the light's choice, the best and the last checkpoint, and a drawing, of the same scenes.</summary>
internal static class RunSheet
{
    /// <param name="shown">The pictures of each save by its step.</param>
    public static void Write(RunRecord run, SubjectMeasure measure, IReadOnlyDictionary<int, IReadOnlyList<RgbImage>> shown, string file)
    {
        var view = RunView.AsTrained(run);
        var (first, best, last) = (Choice.Of(Rule.Advice, view, run), Choice.BestPossible(view, run), Choice.Of(Rule.Last, view, run));
        List<(SheetColumn Column, IReadOnlyList<RgbImage> Pictures)> columns =
        [
            (new("base", "without LoRA"), measure.OfBase),
            (Column("first candidate", first), shown[first.Step!.Value]),
            (Column("best", best), shown[best.Step!.Value]),
            (Column("last", last), shown[last.Step!.Value]),
            (new("drawn", "held out"), measure.Drawings),
        ];
        var rows = measure.ShownPrompts.Select((prompt, i) => new SheetRow(prompt, [.. columns.Select(column => column.Pictures[i])]));
        SheetRenderer.Write(
            new ContactSheet($"{run.Subject}, run {run.Seed}", string.Create(CultureInfo.InvariantCulture, $"{run.Kind}, {run.Pictures} pictures, {run.Steps} steps, {run.Saves.Count} checkpoints, stop loss {run.StopLoss}, regret of the first candidate {first.Regret:0.000}"), [.. columns.Select(column => column.Column)], [.. rows]),
            file);
    }

    private static SheetColumn Column(string title, Choice choice) => new(title, string.Create(CultureInfo.InvariantCulture, $"step {choice.Step}, worth {choice.Worth:0.000}"));
}
