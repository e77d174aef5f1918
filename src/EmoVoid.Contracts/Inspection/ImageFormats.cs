namespace EmoVoid.Contracts.Inspection;

/// <summary>The kinds of picture that the trainer decodes. The content decides in the end; the name says which files are meant as pictures.</summary>
public static class ImageFormats
{
    /// <summary>File name extensions, in lower case and with their dot. The native image library comes without a BMP decoder.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".webp", ".avif", ".tif", ".tiff", ".gif"];

    public static bool IsImage(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
