using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Light;

/// <summary>Says when a run may end before its plan does, since the light has pointed at a checkpoint and nothing better has come since.</summary>
/// <remarks>
/// <para>Judged after every step t that is a multiple of the save interval I, over what is known by then: the lit steps x ≤ t, and the saves s ≤ t,
/// which are the multiples of I and the steps at which the light turned on. The run ends when all of this holds:</para>
/// <para>1. The best save b is the one with the highest score(s) = Σₓ exp(−|s−x|/τ) of the <see cref="LightField"/>, the earlier of equals.
/// 2. The light was on for at least N steps in b's cluster: the lit step closest to b, and all that are joined to it by gaps of at most τ.
/// 3. b ≤ t − I: b has been the best, against every save after it, for one save interval.</para>
/// <para>While the light stays on, the newest save has light on one side only, so it scores half of one in the middle, and the third condition does not wait
/// for the light to go out.</para>
/// </remarks>
public static class StopRule
{
    /// <param name="step">t, at least 1.</param>
    /// <param name="saveEvery">I, at least 1.</param>
    /// <param name="turnedOn">The steps up to t at which the light turned on.</param>
    /// <param name="lit">The steps up to t after which the light was on, ascending.</param>
    /// <returns>What speaks for ending now; null: the run goes on.</returns>
    public static StopVerdict? Judge(StopPlan stop, int step, int saveEvery, IReadOnlyCollection<int> turnedOn, IReadOnlyList<int> lit)
    {
        if (step % saveEvery != 0 || lit.Count < stop.AfterLight)
            return null;
        int[] saves = [.. Enumerable.Range(1, step / saveEvery).Select(i => i * saveEvery).Union(turnedOn).Order()];
        var field = new LightField(saves, [.. lit]);
        var best = saves.Zip(field.Scores()).MaxBy(save => save.Second).First;
        return best <= step - saveEvery && ClusterOf(field.Closest(best)!.Value, lit, field.Tau) is var cluster && cluster >= stop.AfterLight
            ? new StopVerdict(best, cluster)
            : null;
    }

    private static int ClusterOf(int center, IReadOnlyList<int> lit, double tau)
    {
        var at = lit.Index().First(item => item.Item == center).Index;
        var (first, last) = (at, at);
        while (first > 0 && lit[first] - lit[first - 1] <= tau)
            first--;
        while (last < lit.Count - 1 && lit[last + 1] - lit[last] <= tau)
            last++;
        return last - first + 1;
    }
}

/// <param name="Best">The step of the checkpoint that the light points at.</param>
/// <param name="LitSteps">For how many steps around it the light was on.</param>
public sealed record StopVerdict(int Best, int LitSteps);
