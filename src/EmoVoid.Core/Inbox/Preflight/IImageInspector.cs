using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Decodes pictures to see whether it can be done.</summary>
public interface IImageInspector
{
    /// <summary>An answer for each file, in their order.</summary>
    /// <param name="files">Absolute paths without line breaks.</param>
    /// <exception cref="InspectionException">No picture can be looked at, whatever is in it.</exception>
    Task<IReadOnlyList<ImageInspection>> InspectAsync(IReadOnlyList<string> files, CancellationToken cancel);
}

/// <summary>The trainer cannot look at pictures; the message says what it said.</summary>
public sealed class InspectionException(string message) : Exception(message);
