using System.Text.Json;

namespace EmoVoid.Core.Settings;

/// <summary>Every setting that may be changed while the daemon runs.</summary>
public sealed class RuntimeSettings(IEnumerable<RuntimeSetting> settings, SettingStore store)
{
    /// <summary>By name.</summary>
    public IReadOnlyList<RuntimeSetting> All { get; } = [.. settings.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    public JsonElement ValueOf(RuntimeSetting setting) =>
        store.Get<JsonElement>(setting.Name) is { ValueKind: not JsonValueKind.Undefined } value ? value : setting.Default;

    /// <summary>Changes settings, all or none.</summary>
    /// <returns>Every problem, a sentence each, by the name of its setting; none: they are changed.</returns>
    public IReadOnlyDictionary<string, string> Change(IReadOnlyDictionary<string, JsonElement> values)
    {
        var problems = new Dictionary<string, string>();
        foreach (var (name, value) in values)
            if (WhyNot(name, value) is { } why)
                problems[name] = why;
        if (problems.Count == 0)
            foreach (var (name, value) in values)
                store.Set(name, value);
        return problems;
    }

    private string? WhyNot(string name, JsonElement value) => All.FirstOrDefault(setting => setting.Name == name) is { } known
        ? known.WhyNot(value)
        : $"'{name}' is no setting that can be changed while the daemon runs; those are {string.Join(", ", All.Select(setting => setting.Name))}.";
}
