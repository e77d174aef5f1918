namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>A time in which training is allowed: from its first instant up to, and without, its end.</summary>
public sealed record Opening(DateTimeOffset From, DateTimeOffset Until)
{
    public TimeSpan Length => Until - From;
}

/// <summary>Lists of openings, each in order and without overlaps.</summary>
internal static class Openings
{
    /// <summary>All that is in any of them; what touches becomes one.</summary>
    public static IReadOnlyList<Opening> Union(IEnumerable<Opening> any)
    {
        var union = new List<Opening>();
        foreach (var one in any.Where(one => one.Length > TimeSpan.Zero).OrderBy(one => one.From))
            if (union.Count > 0 && one.From <= union[^1].Until)
                union[^1] = union[^1] with { Until = Later(union[^1].Until, one.Until) };
            else
                union.Add(one);
        return union;
    }

    /// <summary>All that is in both.</summary>
    public static IReadOnlyList<Opening> Intersect(IReadOnlyList<Opening> one, IReadOnlyList<Opening> other)
    {
        var both = new List<Opening>();
        for (var (i, j) = (0, 0); i < one.Count && j < other.Count;)
        {
            var common = new Opening(Later(one[i].From, other[j].From), Earlier(one[i].Until, other[j].Until));
            if (common.Length > TimeSpan.Zero)
                both.Add(common);
            if (one[i].Until < other[j].Until)
                i++;
            else
                j++;
        }

        return both;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
