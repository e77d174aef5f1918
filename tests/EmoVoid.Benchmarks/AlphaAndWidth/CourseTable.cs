using System.Globalization;
using EmoVoid.Benchmarks.RightAdvice.Tables;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>The courses of the demo: a row for every ten steps in the file, a line for each setting on the console.</summary>
internal sealed class CourseTable(string file, TextWriter output)
{
    private const int StepsARow = 10;

    /// <summary>The most that the pulse can be.</summary>
    private const double Ceiling = 3e-3;

    private readonly Csv csv = new("rank", "alpha", "holds_norm", "step", "loss", "medium_loss", "pulse_e-4", "largest_pulse_e-4", "lit_steps", "norm");

    public void Add(LoraSetting setting, IReadOnlyList<CourseStep> steps)
    {
        foreach (var ten in steps.Chunk(StepsARow))
            csv.Row(
                setting.Rank, setting.Alpha, setting.HoldsNorm, ten[^1].Step, ten.Average(step => step.Loss), ten[^1].Concluded.MediumLoss,
                1e4 * ten.Average(step => step.Concluded.Pulse), 1e4 * ten.Max(step => step.Concluded.Pulse), ten.Count(step => step.Concluded.IsLit), ten[^1].Norm);
        File.WriteAllText(file, csv.ToString());
        Say(setting, steps);
    }

    private void Say(LoraSetting setting, IReadOnlyList<CourseStep> steps)
    {
        double[] pulses = [.. steps.Select(step => step.Concluded.Pulse).Order()];
        var lit = steps.Where(step => step.Concluded.IsLit).ToList();
        var held = steps.Last(step => step.Step <= 56);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{setting}: average loss {steps.Min(step => step.Concluded.MediumLoss):0.000} at the lowest, {steps[^1].Concluded.MediumLoss:0.000} at the end; light {(lit.Count > 0 ? $"first at step {lit[0].Step}, on in {lit.Count} steps" : "never on")}; "
            + $"pulse {pulses[0]:0.0e-0} to {pulses[^1]:0.0e-0}, median {pulses[pulses.Length / 2]:0.00e-0}, at its ceiling in {pulses.Count(pulse => pulse >= Ceiling)} of {pulses.Length} steps; "
            + $"norm × {held.Norm:0.000} after {held.Step} steps, × {steps[^1].Norm:0.000} at the end"));
    }
}
