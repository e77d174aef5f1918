namespace EmoVoid.Core.Models.Downloads;

/// <summary>Hears how downloads go.</summary>
public interface IDownloadVoice
{
    /// <param name="done">Bytes that are there.</param>
    /// <param name="total">Of the whole file; null: nobody said.</param>
    void Progress(WantedFile file, long done, long? total);

    /// <summary>A transfer was cut and is tried again.</summary>
    void Again(WantedFile file, string why, TimeSpan wait);

    /// <param name="hash">The SHA-256 of what came.</param>
    void Finished(WantedFile file, long bytes, string hash);
}
