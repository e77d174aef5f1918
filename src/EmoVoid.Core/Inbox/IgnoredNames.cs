namespace EmoVoid.Core.Inbox;

/// <summary>Names that systems and programs leave in people's folders.</summary>
public static class IgnoredNames
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini", "@eaDir", "__MACOSX" };

    private static readonly string[] Endings = [".part", ".filepart"];

    /// <summary>Whether a file or folder of this name is passed over. Names with a leading dot are: <c>.DS_Store</c>, <c>.stfolder</c>, <c>._*</c>.</summary>
    public static bool Contain(string name) =>
        name.StartsWith('.') || Names.Contains(name) || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
