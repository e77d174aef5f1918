using System.Globalization;
using System.Text;

namespace EmoVoid.Core.Runs;

/// <summary>Ids of runs: good as a folder's name and in an address, and still readable.</summary>
public static class RunId
{
    /// <summary>Stands for the newest run where an id is asked for; no run has it for an id of its own.</summary>
    public const string Latest = "latest";

    /// <summary>In characters; four bytes each at most, so that a suffix still fits a file name of 255 bytes.</summary>
    private const int Longest = 48;

    /// <summary>Letters (of any script) and digits in lower case, one hyphen for all between: <c>Zenigata (v2)</c> is <c>zenigata-v2</c>.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Take(Longest))
        {
            if (BelongsToWord(rune))
                slug.Append(Rune.ToLowerInvariant(rune));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var trimmed = slug.ToString().TrimEnd('-');
        return trimmed.Length > 0 ? trimmed : "run";
    }

    /// <summary>The slug, and then the slug with -2, -3, …, until one is free.</summary>
    public static IEnumerable<string> Candidates(string name)
    {
        var slug = Slug(name);
        if (slug != Latest)
            yield return slug;
        for (var number = 2; ; number++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
    }

    // Marks too: some scripts write their vowels with them, and file names from macOS their accents.
    private static bool BelongsToWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
