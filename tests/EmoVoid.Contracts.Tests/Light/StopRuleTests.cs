using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Tests.Light;

public sealed class StopRuleTests
{
    private const int SaveEvery = 20;

    [Fact]
    public void A_run_that_gets_calm_and_stays_so_ends_one_interval_after_its_best_save()
    {
        var light = Light(Losses(around: 0.02));
        var verdict = FirstVerdict(light, afterLight: 10)!.Value;
        Assert.Equal(verdict.Step - SaveEvery, verdict.Verdict.Best);
        Assert.InRange(verdict.Verdict.Best, light.Lit[0], light.Lit[0] + 2 * SaveEvery);
        Assert.Equal(light.Lit.Count(step => step <= verdict.Step), verdict.Verdict.LitSteps);
    }

    [Fact]
    public void A_run_without_light_goes_on_to_its_end() => Assert.Null(FirstVerdict(Light(Losses(around: 0.2)), afterLight: 1));

    [Fact]
    public void More_light_is_waited_for_longer()
    {
        var light = Light(Losses(around: 0.02));
        int[] ends = [.. new[] { 1, 50, 150 }.Select(afterLight => FirstVerdict(light, afterLight)!.Value.Step)];
        Assert.Equal(ends.Distinct().Order(), ends);
        Assert.Null(FirstVerdict(light, afterLight: light.Lit.Count + 1));
    }

    [Fact]
    public void Light_here_and_there_is_no_cluster()
    {
        int[] lit = [.. Enumerable.Range(1, 20).Select(i => i * 19)]; // τ is 4
        Assert.Null(FirstVerdict(new History(lit, lit, 400), afterLight: 3));
        Assert.NotNull(FirstVerdict(new History(lit, lit, 400), afterLight: 1));
    }

    [Fact]
    public void A_better_save_moves_the_end()
    {
        int[] weak = [100, 101, 102], strong = [.. Enumerable.Range(118, 5)];
        Assert.Equal(120, FirstVerdict(new History(weak, [100], 200), afterLight: 3)!.Value.Step);
        Assert.Equal(140, FirstVerdict(new History([.. weak, .. strong], [100, 118], 200), afterLight: 3)!.Value.Step);
    }

    [Fact]
    public void It_is_the_definition_written_out()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var lit = Enumerable.Range(1, 200).Where(step => Noise(seed, step / 7) < 0.3 && Noise(seed, 1000 + step) < 0.8).ToArray();
            int[] turnedOn = [.. lit.Where(step => !lit.Contains(step - 1))];
            for (var step = 1; step <= 200; step++)
                Assert.Equal(
                    Definition(2 + seed % 5, step, [.. turnedOn.Where(on => on <= step)], [.. lit.Where(on => on <= step)]),
                    StopRule.Judge(new StopPlan(2 + seed % 5), step, SaveEvery, [.. turnedOn.Where(on => on <= step)], [.. lit.Where(on => on <= step)]));
        }
    }

    private sealed record History(IReadOnlyList<int> Lit, IReadOnlyList<int> TurnedOn, int Steps);

    private static StopVerdict? Definition(int n, int t, int[] turnedOn, int[] lit)
    {
        if (t % SaveEvery != 0)
            return null;
        int[] saves = [.. Enumerable.Range(1, t).Where(s => s % SaveEvery == 0 || turnedOn.Contains(s))];
        var τ = new LightField(saves, []).Tau;
        double Score(int s) => lit.Sum(x => Math.Exp(-Math.Abs(s - x) / τ));
        var best = saves.Aggregate((b, s) => Score(s) > Score(b) * (1 + 1e-12) ? s : b);
        if (lit.Length == 0 || best > t - SaveEvery)
            return null;
        List<int> cluster = [lit.OrderBy(x => Math.Abs(best - x)).ThenBy(x => x).First()];
        while (lit.Except(cluster).Where(x => cluster.Any(c => Math.Abs(c - x) <= τ)).ToList() is { Count: > 0 } joined)
            cluster.AddRange(joined);
        return cluster.Count >= n ? new StopVerdict(best, cluster.Count) : null;
    }

    private static (int Step, StopVerdict Verdict)? FirstVerdict(History light, int afterLight)
    {
        for (var step = 1; step <= light.Steps; step++)
            if (StopRule.Judge(new StopPlan(afterLight), step, SaveEvery, [.. light.TurnedOn.Where(on => on <= step)], [.. light.Lit.Where(on => on <= step)]) is { } verdict)
                return (step, verdict);
        return null;
    }

    /// <summary>What the controller makes of losses.</summary>
    private static History Light(List<double> losses)
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        var steps = losses.Select(controller.Step).ToList();
        return new History(StepsWhere(step => step.IsLit), StepsWhere(step => step.TurnedOn), losses.Count);

        List<int> StepsWhere(Func<ControllerStep, bool> holds) => [.. steps.Index().Where(item => holds(item.Item)).Select(item => item.Index + 1)];
    }

    /// <summary>400 restless losses, whose average becomes calm by and by.</summary>
    private static List<double> Losses(double around) => [.. Enumerable.Range(1, 400).Select(step => around * (0.9 + 0.2 * Noise(1, step)))];

    private static double Noise(int seed, int i) => Math.Abs(Math.Sin(seed * 12.9898 + i * 78.233) * 43758.5453) % 1;
}
