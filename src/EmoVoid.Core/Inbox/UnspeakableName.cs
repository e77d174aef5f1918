namespace EmoVoid.Core.Inbox;

/// <summary>A name whose bytes are not UTF-8: it is shown with marks in their places, and what has it cannot be opened by that.</summary>
internal static class UnspeakableName
{
    private const char Mark = '\uFFFD';

    /// <summary>Whether a name has such a mark; it may also be one that somebody has written.</summary>
    internal static bool MayBe(ReadOnlySpan<char> name) => name.Contains(Mark);

    /// <summary>Whether nothing can be opened by this path because of such a name in it.</summary>
    internal static bool Is(string path) => MayBe(path) && !Path.Exists(path);
}
