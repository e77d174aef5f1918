using EmoVoid.Training.Data.Buckets;

namespace EmoVoid.Training.Data.Images;

/// <summary>A decoded picture: sRGB, eight bits a channel.</summary>
/// <param name="Pixels">Row by row, R G B: height × width × 3 bytes.</param>
public sealed record RgbImage(ImageSize Size, byte[] Pixels);

/// <summary>How much of each pixel is learned: 0 nothing, 255 all.</summary>
/// <param name="Pixels">Row by row: height × width bytes.</param>
public sealed record MaskImage(ImageSize Size, byte[] Pixels);

/// <summary>A file that is no picture we can train on.</summary>
/// <param name="problem">What is wrong, in words for a person and without the file's name.</param>
public sealed class UnreadableImageException(string file, string problem, Exception? inner = null)
    : IOException($"{file} cannot be used: {problem}", inner)
{
    public string File { get; } = file;
    public string Problem { get; } = problem;
}
