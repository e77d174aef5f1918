using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.DatasetConfigs;

/// <summary>Reads kohya's <c>dataset_config.toml</c>: what a table says holds for the tables in it, unless they say otherwise.</summary>
internal sealed class DatasetConfigReader
{
    private const string General = "general", Datasets = "datasets", Subsets = "datasets.subsets";

    private readonly List<string> problems = [];
    private readonly List<(int Line, Dictionary<string, Value> Values)> subsets = [];

    /// <summary>All problems at once; never throws.</summary>
    public static DatasetConfig Read(string text) => new DatasetConfigReader().ReadText(text);

    private DatasetConfig ReadText(string text)
    {
        Dictionary<string, Value> general = [], dataset = [];
        foreach (var table in TomlEntries.ReadTables(text, problems))
        {
            var values = Values(table);
            if (table is { Name: General, IsOfList: false })
                general = values;
            else if (table is { Name: Datasets, IsOfList: true })
                dataset = Over(general, values);
            else if (table is { Name: Subsets, IsOfList: true })
                subsets.Add((table.Line, Over(Over(general, dataset), values)));
            else if (table.Name.Length > 0)
                problems.Add($"line {table.Line}: [{table.Name}] is no table of this file. The tables are [{General}], [[{Datasets}]] and [[{Subsets}]].");
        }

        if (subsets.Count == 0 && problems.Count == 0)
            problems.Add($"no [[{Subsets}]] says which pictures to take. Write one with {DatasetConfigKeys.ImageDir} = \".\" for those beside this file.");
        var chosen = subsets.Select(subset => Subset(subset.Line, subset.Values)).OfType<DatasetSubset>().ToList();
        foreach (var twice in chosen.GroupBy(subset => subset.Folder).Where(group => group.Count() > 1))
            problems.Add($"line {twice.Last().Line}: {DatasetConfigKeys.ImageDir} \"{twice.Last().Written}\" is named twice. Remove one of the two.");
        var (settings, buckets) = (Settings(), Buckets());
        return new DatasetConfig(settings, buckets, chosen, [.. problems.Select(problem => $"{DatasetConfig.FileName}: {problem}")]);
    }

    private Dictionary<string, Value> Values(TomlTable table)
    {
        var values = new Dictionary<string, Value>();
        foreach (var entry in table.Entries)
            if (Accepted(entry) is { } value)
                values[entry.Key] = new Value(value, entry.Line);
        return values;
    }

    private object? Accepted(TomlEntry entry)
    {
        if (DatasetConfigKeys.NotDone.Contains(entry.Key))
        {
            if (entry.Value is not (false or 0L or 0.0))
                problems.Add($"line {entry.Line}: {entry.Key} is a key of kohya's that is not supported here. Remove it.");
            return null;
        }

        var key = DatasetConfigKeys.Shared.GetValueOrDefault(entry.Key) ?? DatasetConfigKeys.Own.FirstOrDefault(own => own.Name == entry.Key);
        if (key is null)
        {
            problems.Add($"line {entry.Line}: {Unknown(entry.Key)}");
            return null;
        }

        var accepted = key.Accept(InOurWords(entry));
        if (accepted is null)
            problems.Add($"line {entry.Line}: {entry.Key} must be {Expected(entry.Key, key)}, but is {entry.Written}. {key.Why}".TrimEnd());
        return accepted is false && entry.Key == DatasetConfigKeys.EnableBucket ? NoBuckets(entry) : accepted;
    }

    private object? NoBuckets(TomlEntry entry)
    {
        problems.Add($"line {entry.Line}: {entry.Key} is false, and pictures are always sorted into buckets here: without, each would be cropped to a square. Set it to true, or remove it.");
        return null;
    }

    // Width and height may be two numbers, and a mask by alpha is one of several here.
    private static object? InOurWords(TomlEntry entry) => (entry.Key, entry.Value) switch
    {
        (DatasetConfigKeys.Resolution, List<object?> { Count: 2 } sides) => Equals(sides[0], sides[1]) ? sides[0] : null,
        (DatasetConfigKeys.AlphaMask, bool isOn) => isOn ? "alpha" : "none",
        (DatasetConfigKeys.AlphaMask, _) => null,
        _ => entry.Value,
    };

    private static string Expected(string name, SidecarKey key) => name switch
    {
        DatasetConfigKeys.Resolution => key.Expected + ", or the same one twice",
        DatasetConfigKeys.AlphaMask => "true or false",
        _ => key.Expected,
    };

    private static string Unknown(string written)
    {
        var (nearest, distance) = DatasetConfigKeys.All.Select(name => (name, written.Length > 100 ? int.MaxValue : EditDistance.Between(written, name))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, written.Length / 3)
            ? $"{written} is not a key of this file. Did you mean {nearest}?"
            : $"{written} is not a key of this file. The keys are {string.Join(", ", DatasetConfigKeys.All)}.";
    }

    private DatasetSubset? Subset(int line, Dictionary<string, Value> values)
    {
        if (values.GetValueOrDefault(DatasetConfigKeys.ImageDir) is not { } written)
        {
            problems.Add($"line {line}: a subset has no {DatasetConfigKeys.ImageDir}. Name its folder, from this folder on.");
            return null;
        }

        var folder = Path.GetRelativePath("/", Path.TrimEndingDirectorySeparator(Path.GetFullPath((string)written.What, "/")));
        // The folder moves as a whole: a path that leads out of it would not be there when the run starts.
        if (Path.IsPathRooted((string)written.What) || ((string)written.What).Split('/', '\\').Contains(".."))
        {
            problems.Add($"line {written.Line}: {DatasetConfigKeys.ImageDir} is \"{written.What}\", which leads out of the folder. Put the pictures into the folder, and write the path from there.");
            return null;
        }

        var repeats = values.GetValueOrDefault(DatasetConfigKeys.Repeats)?.What is long number ? (int)number : 1;
        return new DatasetSubset(folder == "." ? "" : folder, (string)written.What, written.Line, repeats, values.GetValueOrDefault(DatasetConfigKeys.ClassTokens)?.What as string);
    }

    private Dictionary<SidecarKey, object> Settings()
    {
        var settings = new Dictionary<SidecarKey, object>();
        foreach (var (name, key) in DatasetConfigKeys.Shared)
            if (OneOf(name) is { } value)
                settings[key] = value;
        return settings;
    }

    private BucketPlan? Buckets()
    {
        var plan = new BucketPlan(
            (int?)(long?)OneOf(DatasetConfigKeys.Smallest), (int?)(long?)OneOf(DatasetConfigKeys.Largest), (int?)(long?)OneOf(DatasetConfigKeys.Step), (bool?)OneOf(DatasetConfigKeys.NoUpscale));
        return plan == new BucketPlan() ? null : plan;
    }

    /// <summary>The value that all subsets have: a run has one of each.</summary>
    private object? OneOf(string name)
    {
        var values = subsets.Select(subset => subset.Values.GetValueOrDefault(name)).ToList();
        if (values.Select(value => value?.What).Distinct().Count() > 1)
            problems.Add($"line {values.Last(value => value is not null)!.Line}: {name} is not the same for all subsets, and a run has one. Write it once, under [{General}].");
        return values.FirstOrDefault()?.What;
    }

    private static Dictionary<string, Value> Over(Dictionary<string, Value> wide, Dictionary<string, Value> narrow) => wide.Concat(narrow).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    private sealed record Value(object What, int Line);
}
