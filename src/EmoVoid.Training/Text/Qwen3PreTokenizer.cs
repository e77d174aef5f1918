using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace EmoVoid.Training.Text;

/// <summary>Qwen's cut of a text into words, single digits, runs of punctuation and runs of spaces; merges never cross a cut.</summary>
/// <remarks>
/// .NET matches UTF-16 units, so a letter beyond U+FFFF (𠮷, 𝒜) is two surrogates to it and no <c>\p{L}</c>. The pattern is therefore
/// matched over a shadow of the text with one unit a character, in which such characters stand as an ordinary one of their class.
/// Source of the pattern: Qwen3's <c>tokenizer.json</c>.
/// </remarks>
internal sealed partial class Qwen3PreTokenizer : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return Pattern().Matches(text).Select(word => (word.Index, word.Length));
        return PreTokenizeShadow(text);
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    private static IEnumerable<(int Offset, int Length)> PreTokenizeShadow(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var shadow = string.Concat(runes.Select(Shadow));
        var at = 0;
        foreach (Match word in Pattern().Matches(shadow))
        {
            var length = runes.AsSpan(word.Index, word.Length).ToArray().Sum(rune => rune.Utf16SequenceLength);
            yield return (at, length);
            at += length;
        }
    }

    private static char Shadow(Rune rune) => rune switch
    {
        { IsBmp: true } => (char)rune.Value,
        _ when Rune.IsLetter(rune) => 'x', // no contraction (…'s, …'re) has an x
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '0',
        _ => '.',
    };

    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
