using System.Text.RegularExpressions;

namespace EmoVoid.Training.Text;

/// <summary>Cuts a text where a special token is written out in it, as in <c>"a cat &lt;/s&gt;"</c>.</summary>
/// <remarks>
/// The reference tokenizers look for these before they normalize anything, take the leftmost and then the longest, and treat what lies
/// between two of them as a text of its own. Source: huggingface/tokenizers, <c>AddedVocabulary</c>.
/// </remarks>
internal sealed class SpecialTokens
{
    private readonly IReadOnlyDictionary<string, int> ids;
    private readonly Regex anyOfThem;

    public SpecialTokens(IReadOnlyDictionary<string, int> ids)
    {
        this.ids = ids;
        var longestFirst = ids.Keys.OrderByDescending(token => token.Length).Select(Regex.Escape);
        anyOfThem = new Regex(string.Join('|', longestFirst), RegexOptions.CultureInvariant);
    }

    public int LargestId => ids.Values.Max();

    /// <summary>The pieces in order: ordinary text with no id, or a special token with its id. No piece is empty.</summary>
    public IEnumerable<(string Text, int? Id)> Split(string text)
    {
        var at = 0;
        foreach (Match match in anyOfThem.Matches(text))
        {
            if (match.Index > at)
                yield return (text[at..match.Index], null);
            yield return (match.Value, ids[match.Value]);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
            yield return (text[at..], null);
    }
}
