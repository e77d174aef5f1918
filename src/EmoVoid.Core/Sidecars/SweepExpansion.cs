using System.Globalization;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Sidecars;

/// <summary>One of the runs that a folder with a <c>[sweep]</c> becomes.</summary>
/// <param name="Values">What it has of the swept keys, by their names without the table, in the order of the file.</param>
/// <param name="Sidecar">The folder's sidecar with these values.</param>
public sealed record SweepMember(IReadOnlyDictionary<string, string> Values, Sidecar Sidecar)
{
    /// <summary>As <c>rank 4, seed 1</c>.</summary>
    public string Words => WordsOf(Values);

    /// <inheritdoc cref="Words"/>
    public static string WordsOf(IReadOnlyDictionary<string, string> values) => string.Join(", ", values.Select(value => $"{value.Key} {value.Value}"));
}

/// <summary>Makes every combination of the values of a <c>[sweep]</c>: the first key in the file changes slowest.</summary>
internal static class SweepExpansion
{
    /// <param name="given">All accepted values of a sidecar, those of <c>[sweep]</c> among them.</param>
    /// <param name="swept">The keys of <c>[sweep]</c> in the order of the file.</param>
    /// <returns>Nothing when nothing is swept.</returns>
    public static IReadOnlyList<SweepMember> Expand(IReadOnlyDictionary<SidecarKey, object> given, IReadOnlyList<SweepKey> swept)
    {
        if (swept.Count == 0)
            return [];
        IEnumerable<Choice> choices = [new Choice([], new Dictionary<SidecarKey, object>(given))];
        foreach (var key in swept)
            choices = choices.SelectMany(choice => ((IReadOnlyList<object>)given[key]).Select(value => choice.With(key, value)));
        return [.. choices.Select(choice => new SweepMember(choice.Values, Sidecar.From(choice.Given)))];
    }

    /// <summary>Everything that is wrong with the <c>[sweep]</c> beside the rest of the sidecar, a sentence each.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<SidecarKey, object> given, IReadOnlyList<SweepKey> swept)
    {
        foreach (var key in swept)
            foreach (var other in new SidecarKey?[] { key.Of, Sibling(key.Of) }.OfType<SidecarKey>().Where(given.ContainsKey))
                yield return $"{key.Name} and {other.Name} are both written, and only one can hold. Remove one of them.";
        if (swept.Contains(SweepKeys.Steps) && swept.Contains(SweepKeys.StepsPerImage))
            yield return $"{SweepKeys.Steps.Name} and {SweepKeys.StepsPerImage.Name} are both written, and only one can hold. Remove one of them.";
        var counts = swept.Select(key => ((IReadOnlyList<object>)given[key]).Count).ToList();
        if (counts.Aggregate(1.0, (product, count) => product * count) is var runs && runs > SweepKeys.MostRuns)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"[sweep] asks for {string.Join(" × ", counts)} = {runs:0} runs, and at most {SweepKeys.MostRuns} are made of one folder. Take values out.");
    }

    private static WholeNumberKey? Sibling(SidecarKey key) =>
        key == SidecarSchema.Steps ? SidecarSchema.StepsPerImage : key == SidecarSchema.StepsPerImage ? SidecarSchema.Steps : null;

    private sealed record Choice(Dictionary<string, string> Values, Dictionary<SidecarKey, object> Given)
    {
        public Choice With(SweepKey key, object value)
        {
            var given = new Dictionary<SidecarKey, object>(Given) { [key.Of] = value };
            // What another file of the folder says of the one is no word on the other.
            if (Sibling(key.Of) is { } sibling)
                given.Remove(sibling);
            return new Choice(new Dictionary<string, string>(Values) { [key.ShortName] = SweepKey.Written(value).Trim('"') }, given);
        }
    }
}
