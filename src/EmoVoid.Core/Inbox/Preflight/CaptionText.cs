using System.Text;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>The text of a caption's bytes: UTF-8, and what Windows and Japanese programs write instead.</summary>
/// <param name="Encoding">Null: UTF-8.</param>
internal sealed partial record CaptionText(string Text, string? Encoding)
{
    private const char Mark = '\uFEFF';
    private const string Japanese = "Shift-JIS", JapaneseOnUnix = "EUC-JP";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding ShiftJis = Strict(932), EucJp = Strict(51932);

    /// <exception cref="InvalidDataException">It is none of them, or more than one; the message goes on after the file's name.</exception>
    internal static CaptionText Read(byte[] bytes) => bytes switch
    {
        _ when TextIn(Utf8, bytes) is { } text => text.Contains('\0') ? throw new InvalidDataException("holds zero bytes, as no text does") : new CaptionText(text, null),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ReadUtf16(bytes),
        _ => ReadJapanese(bytes),
    };

    private static CaptionText ReadUtf16(byte[] bytes) =>
        TextIn(bytes[0] == 0xFF ? Utf16 : Utf16BigEndian, bytes) is { } text && !Odd().IsMatch(text)
            ? new CaptionText(text, "UTF-16")
            : throw new InvalidDataException("begins like UTF-16, but is not");

    private static CaptionText ReadJapanese(byte[] bytes) => (Likely(ShiftJis, bytes), Likely(EucJp, bytes)) switch
    {
        ({ } text, null) => new CaptionText(text, Japanese),
        (null, { } text) => new CaptionText(text, JapaneseOnUnix),
        (null, null) => throw new InvalidDataException($"is not UTF-8, nor UTF-16 with its mark, {Japanese} or {JapaneseOnUnix}"),
        var (one, other) when one == other => new CaptionText(one!, Japanese),
        _ => throw new InvalidDataException($"is not UTF-8, and can be read as {Japanese} and as {JapaneseOnUnix}"),
    };

    private static string? Likely(Encoding encoding, byte[] bytes) => TextIn(encoding, bytes) is { } text && !Odd().IsMatch(text) && !Misread().IsMatch(text) ? text : null;

    private static string? TextIn(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes).TrimStart(Mark);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Strict(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Controls, and places that everyone may fill as he likes: bytes without a meaning are decoded to these.</summary>
    [GeneratedRegex(@"[\p{Cc}\p{Co}\p{Cn}-[\t\r\n]]")]
    private static partial Regex Odd();

    /// <summary>One Japanese character at a Latin word, as in 駘an: é and l of "élan" in the code of Western Europe.</summary>
    [GeneratedRegex(@"(?<![^\x00-\x7F])[^\x00-\x7F](?=[A-Za-z])|(?<=[A-Za-z])[^\x00-\x7F](?![^\x00-\x7F])")]
    private static partial Regex Misread();
}
