using System.Globalization;
using System.Text;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Groups;

/// <summary>Ids of a group's runs that say what each of them has of its own: <c>zenigata-rank4-seed1</c>.</summary>
internal static class GroupMemberId
{
    /// <summary>Of an id, in bytes: as long as the longest slug, so that the names of files made of it still fit.</summary>
    private const int Longest = 192;

    /// <summary>Words that are said every day in fewer letters.</summary>
    private static readonly Dictionary<string, string> Shorter = new()
    {
        ["stop_loss"] = "stop", ["resolution"] = "res", ["batch_size"] = "batch", ["steps_per_image"] = "per-image", ["gradient_accumulation"] = "accumulate",
        ["caption_dropout"] = "dropout", ["shuffle_tags"] = "shuffle",
    };

    /// <summary>The readable id, if it is not too long, and then the group's with -1, -2, …, until one is free.</summary>
    /// <param name="group">The group's id.</param>
    /// <param name="values">What the run has of the swept keys.</param>
    public static IEnumerable<string> Candidates(string group, IReadOnlyDictionary<string, string> values)
    {
        var readable = $"{group}-{string.Join('-', values.Select(value => Word(value.Key) + RunId.Slug(value.Value)))}";
        if (Encoding.UTF8.GetByteCount(readable) <= Longest)
            yield return readable;
        for (var number = 1; ; number++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{group}-{number}");
    }

    private static string Word(string key) => RunId.Slug(Shorter.GetValueOrDefault(key, key));
}
