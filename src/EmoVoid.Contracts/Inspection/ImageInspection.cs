using System.Text.Json;

namespace EmoVoid.Contracts.Inspection;

/// <summary>What the trainer found out about one picture by decoding it whole: one JSON object a line, in the order of the paths it was given.</summary>
/// <param name="File">The path as it was asked for.</param>
/// <param name="Width">In pixels, after EXIF rotation; null when the picture cannot be decoded.</param>
/// <param name="Height">In pixels, after EXIF rotation; null when the picture cannot be decoded.</param>
/// <param name="Problem">Why the picture cannot be used, in words for a person and without the path; null when it can.</param>
public sealed record ImageInspection(string File, int? Width, int? Height, string? Problem)
{
    public string ToJsonLine() => JsonSerializer.Serialize(this, ContractsJson.Line.ImageInspection);

    /// <summary>Reads one line; null when it is not an inspection, as when a native library writes to standard output.</summary>
    public static ImageInspection? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, ContractsJson.Line.ImageInspection) is { File: not null } inspection ? inspection : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
