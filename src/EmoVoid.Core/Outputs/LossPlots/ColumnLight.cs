namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Neighbouring pixel columns with the same share of lit steps.</summary>
/// <param name="First">The first step in them, lit or not.</param>
/// <param name="Last">The last one.</param>
/// <param name="Share">How many of the steps in them were lit, above 0 and at most 1.</param>
internal readonly record struct LitSpan(int First, int Last, double Share);

/// <summary>When the light was on, as it can be seen: each pixel column with the share of its steps that were lit.</summary>
/// <param name="columns">How many there are.</param>
internal sealed class ColumnLight(int columns)
{
    private readonly (int First, int Last, int Steps, int Lit)[] seen = new (int, int, int, int)[columns];

    /// <summary>Takes the next step.</summary>
    public void Add(int column, int step, bool lit)
    {
        ref var one = ref seen[column];
        one = (one.Steps == 0 ? step : one.First, step, one.Steps + 1, one.Lit + (lit ? 1 : 0));
    }

    /// <summary>By step; what touches and has the same share is one. Dark columns are in none.</summary>
    public IReadOnlyList<LitSpan> Spans()
    {
        List<LitSpan> spans = [];
        foreach (var (first, last, steps, lit) in seen.Where(one => one.Lit > 0))
        {
            var share = (double)lit / steps;
            if (spans is [.., var before] && before.Last == first - 1 && before.Share == share)
                spans[^1] = before with { Last = last };
            else
                spans.Add(new LitSpan(first, last, share));
        }

        return spans;
    }
}
