using System.Text;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Inbox.Preflight.DatasetConfigs;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Looks through a folder and pairs pictures with captions: side by side, in kohya's <c>10_name</c> folders, nested to any depth.</summary>
/// <remarks>
/// In a <c>10_name</c> folder that has no caption at all, the class name is the caption of every picture, as in kohya's scripts. They also
/// use it for single pictures that have none; we do not, because among captioned pictures a missing caption is an oversight.
/// A picture in a folder <c>mask/</c> is the mask of the picture that has its path without that folder: of <c>10_cat/a.jpg</c> it is
/// <c>10_cat/mask/a.png</c> or <c>mask/10_cat/a.png</c>.
/// </remarks>
public static class DatasetReader
{
    private const int LongestText = 1 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="IOException">The folder or a file has gone while it was read.</exception>
    public static DatasetFolder Read(string folder)
    {
        var entries = DatasetEntry.In(folder);
        var files = entries.Where(entry => entry.Kind == EntryKind.File).ToList();
        var unreadable = new List<string>();
        var encodings = new List<(string File, string Encoding)>();
        var texts = files.Where(entry => IsCaption(entry.File)).ToList();
        var captions = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in texts)
            captions[Stem(text.File)] = ReadText(folder, text, unreadable, bytes => ReadCaption(text.File, bytes, encodings))?.Trim();

        var masks = files.Where(entry => ImageFormats.IsImage(entry.File) && MaskFolder.Holds(entry.File)).ToList();
        var masksOf = masks.ToLookup(mask => Stem(MaskFolder.PictureOf(mask.File)), mask => mask.File, StringComparer.Ordinal);
        var pictures = files.Where(entry => ImageFormats.IsImage(entry.File) && !MaskFolder.Holds(entry.File)).ToList();
        var stems = pictures.Select(picture => Stem(picture.File)).ToHashSet(StringComparer.Ordinal);
        var sidecar = files.FirstOrDefault(entry => entry.File == SidecarSchema.FileName);
        var config = files.FirstOrDefault(entry => entry.File == DatasetConfig.FileName);
        return new DatasetFolder
        {
            Path = folder,
            Sidecar = sidecar is null ? null : ReadText(folder, sidecar, unreadable, ReadUtf8),
            DatasetConfig = config is null ? null : ReadText(folder, config, unreadable, ReadUtf8),
            Images = [.. Pair(pictures, captions).Select(image => image with { Masks = [.. masksOf[Stem(image.File)]] })],
            Masks = [.. masks.Select(mask => new DatasetMask(mask.File, mask.Length))],
            LostMasks = [.. masks.Select(mask => mask.File).Where(mask => !stems.Contains(Stem(MaskFolder.PictureOf(mask))))],
            LostCaptions = [.. texts.Select(text => text.File).Where(text => !stems.Contains(Stem(text)))],
            UnreadableTexts = unreadable,
            OtherEncodings = encodings,
            Links = Those(EntryKind.Link),
            Specials = Those(EntryKind.Special),
            Unspeakables = Those(EntryKind.Unspeakable),
            Others = [.. files.Select(entry => entry.File).Where(file => !ImageFormats.IsImage(file) && !IsCaption(file) && file is not (SidecarSchema.FileName or DatasetConfig.FileName))],
        };

        IReadOnlyList<string> Those(EntryKind kind) => [.. entries.Where(entry => entry.Kind == kind).Select(entry => entry.File)];
    }

    private static List<DatasetImage> Pair(List<DatasetEntry> pictures, Dictionary<string, string?> captions)
    {
        var captioned = pictures.Where(picture => captions.ContainsKey(Stem(picture.File))).Select(picture => FolderOf(picture.File)).ToHashSet();
        return [.. pictures.Select(picture =>
        {
            var kohya = RepeatsFolder.Of(picture.File);
            // A caption that cannot be read is there all the same: one problem is enough for it.
            var caption = captions.TryGetValue(Stem(picture.File), out var text) ? text ?? "" : null;
            if (caption is null && kohya is { ClassName.Length: > 0 } && !captioned.Contains(FolderOf(picture.File)))
                caption = kohya.ClassName;
            return new DatasetImage(picture.File, picture.Length, caption, kohya?.Repeats ?? 1);
        })];
    }

    private static string? ReadText(string folder, DatasetEntry entry, List<string> unreadable, Func<byte[], string> decode)
    {
        if (entry.Length > LongestText)
        {
            unreadable.Add($"{entry.File} is longer than a megabyte");
            return null;
        }

        try
        {
            using var file = PlainFile.Open(Path.Combine(folder, entry.File));
            var bytes = new byte[entry.Length];
            file.ReadExactly(bytes);
            return decode(bytes);
        }
        catch (InvalidDataException e)
        {
            unreadable.Add($"{entry.File} {e.Message}");
        }
        catch (UnauthorizedAccessException)
        {
            unreadable.Add($"{entry.File} may not be read by the daemon's user");
        }

        return null;
    }

    private static string ReadCaption(string file, byte[] bytes, List<(string File, string Encoding)> encodings)
    {
        var caption = CaptionText.Read(bytes);
        if (caption.Encoding is { } encoding)
            encodings.Add((file, encoding));
        return caption.Text;
    }

    private static string ReadUtf8(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("is not UTF-8");
        }
    }

    private static bool IsCaption(string file) => Path.GetExtension(file).Equals(".txt", StringComparison.OrdinalIgnoreCase);

    private static string Stem(string file) => Path.ChangeExtension(file, null);

    private static string FolderOf(string file) => Path.GetDirectoryName(file) ?? "";
}
