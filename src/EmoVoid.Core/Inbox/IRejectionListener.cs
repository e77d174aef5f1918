namespace EmoVoid.Core.Inbox;

/// <summary>Hears of folders that were sent back. It must neither throw nor take long.</summary>
public interface IRejectionListener
{
    /// <param name="folder">Its name in the inbox.</param>
    /// <param name="path">Where it lies now.</param>
    void Rejected(string folder, string path, IReadOnlyList<string> problems);
}
