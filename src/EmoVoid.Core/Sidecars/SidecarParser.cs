using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Sidecars;

/// <summary>A sidecar as far as it could be read, and every problem of it in words.</summary>
public sealed record SidecarResult(Sidecar Sidecar, IReadOnlyList<string> Problems)
{
    /// <summary>The runs that its <c>[sweep]</c> asks for; none when it has none, or a problem.</summary>
    public IReadOnlyList<SweepMember> Members { get; init; } = [];
}

/// <summary>Reads the text of an <c>emovoid.toml</c> by the table of <see cref="SidecarSchema"/>.</summary>
public static class SidecarParser
{
    /// <summary>Of what is said of one value of a list, in characters.</summary>
    private const int LongestMistake = 300;

    private static readonly IReadOnlyList<SidecarKey> Known = [.. SidecarSchema.Keys, .. SweepKeys.All];

    /// <summary>All problems at once, each with the file, the line, the value found and the way out.</summary>
    public static SidecarResult Parse(string text)
    {
        return Parse(text, new Dictionary<SidecarKey, object>());
    }

    /// <param name="elsewhere">What another file of the folder says; the sidecar's own keys go before it.</param>
    internal static SidecarResult Parse(string text, IReadOnlyDictionary<SidecarKey, object> elsewhere)
    {
        var problems = new List<string>();
        var given = new Dictionary<SidecarKey, object>();
        foreach (var entry in TomlEntries.Read(text, problems))
            Take(entry, given, problems);
        if (given.ContainsKey(SidecarSchema.Steps) && given.ContainsKey(SidecarSchema.StepsPerImage))
            problems.Add("train.steps and train.steps_per_image are both written, and only one can hold. Remove one of them.");
        if (given.ContainsKey(ValidationKeys.Share) && given.ContainsKey(ValidationKeys.Files))
            problems.Add("validation.share and validation.files are both written, and only one can choose the pictures. Remove one of them.");
        var swept = given.Keys.OfType<SweepKey>().ToList(); // the order of their entry: nothing was removed
        problems.AddRange(SweepExpansion.Problems(given, swept));
        foreach (var (key, value) in elsewhere)
            given.TryAdd(key, value);
        return new SidecarResult(Sidecar.From(given), [.. problems.Select(problem => $"{SidecarSchema.FileName}: {problem}")])
        {
            Members = problems.Count == 0 ? SweepExpansion.Expand(given, swept) : [],
        };
    }

    private static void Take(TomlEntry entry, Dictionary<SidecarKey, object> given, List<string> problems)
    {
        var key = Known.FirstOrDefault(key => key.Name == entry.Key) ?? SidecarSchema.OtherNames.GetValueOrDefault(entry.Key);
        if (key is null)
        {
            if (Unknown(entry) is { } problem)
                problems.Add($"line {entry.Line}: {problem}");
        }
        else if (given.ContainsKey(key))
            problems.Add($"line {entry.Line}: {entry.Key} says once more what {key.Name} is. Remove one of them.");
        else if (key.Accept(entry.Value) is { } value)
            given[key] = value;
        else if (key is SweepKey sweep)
            problems.AddRange(sweep.Mistakes(entry.Value).Select(mistake => $"line {entry.Line}: {Shortened(mistake, LongestMistake)}"));
        else
            problems.Add($"line {entry.Line}: {key.Name} must be {key.Expected}, but is {Shortened(entry.Written)}. {key.Why ?? $"The default is {key.Default}."}");
    }

    private static string? Unknown(TomlEntry entry)
    {
        var shown = Shortened(entry.Key);
        if (entry.Key.StartsWith(SweepKey.Table + '.', StringComparison.Ordinal))
            return UnknownInSweep(entry.Key, shown);
        if (Refusal(entry.Key) is { } reason)
            return $"{shown} cannot be set: {reason}. Remove it.";
        if (Known.Any(key => key.Name.StartsWith(entry.Key + '.', StringComparison.Ordinal)))
            return entry.Written == $"[{entry.Key}]" ? null : $"{entry.Key} is a table: write [{entry.Key}] and its keys below it.";
        return Nearest(entry.Key) is { } nearest
            ? $"{shown} is not a key of this file. Did you mean {nearest}?"
            : $"{shown} is not a key of this file. The keys are {string.Join(", ", SidecarSchema.Keys.Select(key => key.Name))}.";
    }

    private static string UnknownInSweep(string written, string shown)
    {
        var key = Nearest(written) is { } nearest ? SweepKeys.All.FirstOrDefault(key => LastPart(key.Name) == LastPart(nearest)) : null;
        return key is not null
            ? $"{shown} is not a key of this file. Did you mean {key.Name}?"
            : $"{shown} cannot be swept. [{SweepKey.Table}] takes {string.Join(", ", SweepKeys.All.Select(known => known.ShortName))}.";
    }

    private static string? Refusal(string key) =>
        SidecarSchema.Refused.FirstOrDefault(refused => key == refused.Key || key.StartsWith(refused.Key + '.', StringComparison.Ordinal)).Value;

    /// <summary>The known key that this was probably meant to be; null when none is near enough to be worth saying.</summary>
    private static string? Nearest(string written)
    {
        if (SidecarSchema.NamesElsewhere.TryGetValue(LastPart(written), out var renamed))
            return renamed.Name;
        var (key, distance) = SidecarSchema.Keys.Select(key => (key.Name, Distance(written, key.Name))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, LastPart(written).Length / 3) ? key : null;
    }

    // A right name in the wrong table is one slip, however long the table's name is.
    private static int Distance(string written, string known)
    {
        // Nobody types a key of this length by mistake, and the distance costs its square.
        if (written.Length > 100)
            return int.MaxValue;
        return Math.Min(EditDistance.Between(written, known), 1 + EditDistance.Between(LastPart(written), LastPart(known)));
    }

    private static string LastPart(string key) => key[(key.LastIndexOf('.') + 1)..];

    // In one line: a quoted key or a text of several lines may hold anything.
    private static string Shortened(string written, int longest = 80) =>
        string.Concat((written.Length <= longest ? written : written[..(longest - 1)] + "…").Select(c => char.IsControl(c) ? ' ' : c));
}
