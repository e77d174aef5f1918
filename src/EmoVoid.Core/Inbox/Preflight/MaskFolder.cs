namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>A folder named <c>mask</c>, at any depth: the pictures in it say where others are to be learned.</summary>
internal static class MaskFolder
{
    private const string Name = "mask";

    /// <param name="file">Relative to the data set, with forward slashes.</param>
    internal static bool Holds(string file) => file.StartsWith(Name + '/', StringComparison.Ordinal) || file.Contains($"/{Name}/", StringComparison.Ordinal);

    /// <summary>The path, but for its ending, of the picture that a mask belongs to: <c>a/mask/b.png</c> → <c>a/b.png</c>.</summary>
    internal static string PictureOf(string mask)
    {
        var parts = mask.Split('/').ToList();
        parts.Remove(Name);
        return string.Join('/', parts);
    }
}
