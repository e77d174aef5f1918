using System.Globalization;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>A key of the table <c>[sweep]</c>: several values of a key of <c>[train]</c>, each of which becomes runs of its own.</summary>
/// <param name="Of">The key of <c>[train]</c>.</param>
public sealed record SweepKey(SidecarKey Of) : SidecarKey(Table + Of.Name[Of.Name.IndexOf('.', StringComparison.Ordinal)..], "one run with the value of " + Of.Name, $"Values of {Of.Name}, a run each.")
{
    /// <summary>The name of the table.</summary>
    public const string Table = "sweep";

    /// <summary>The key's name without its table.</summary>
    public string ShortName => Name[(Table.Length + 1)..];

    public override string Expected => $"a list of values, each {Of.Expected}";

    /// <returns>The values as the key of <c>[train]</c> keeps them, in their order.</returns>
    public override object? Accept(object? found) =>
        Mistakes(found).Any() ? null : ((IReadOnlyList<object?>)found!).Select(value => Of.Accept(value)!).ToList();

    /// <summary>Everything that is wrong with a value of this key, a sentence each; nothing when it is accepted.</summary>
    public IEnumerable<string> Mistakes(object? found)
    {
        if (found is not IReadOnlyList<object?> values)
            return [$"{Name} must be {Expected}, and is no list. Write the values in brackets."];
        if (values.Count == 0)
            return [$"{Name} is an empty list. Name at least one value, or remove it."];
        var wrong = values.Where(value => Of.Accept(value) is null).Select(value => $"{Name} has {Written(value)}, which must be {Of.Expected}.{(Of.Why is { } why ? " " + why : "")}").Distinct();
        var twice = values.Select(Of.Accept).OfType<object>().GroupBy(value => value).Where(same => same.Count() > 1)
            .Select(same => $"{Name} has {Written(same.Key)} {Times(same.Count())}: the same training again says nothing new. Leave it in once.");
        return wrong.Concat(twice);
    }

    /// <summary>A value as a person would write it.</summary>
    public static string Written(object? value) => value switch
    {
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        IFormattable number and (long or double) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "something that is no number, text, true or false",
    };

    private static string Times(int count) => count == 2 ? "twice" : $"{count} times";
}
