using EmoVoid.Core.Configuration;

namespace EmoVoid.Core.Inbox;

/// <summary>Settings <c>EmoVoid:Inbox:*</c>.</summary>
public sealed class InboxOptions
{
    [Setting("How long nothing in a folder may have changed before it is taken.", Min = 0.1, Max = 3600, Unit = "seconds")]
    public double SettleSeconds { get; set; } = 5;

    [Setting("How often the whole inbox is looked through, since events get lost on network drives.", Min = 1, Max = 3600, Unit = "seconds")]
    public double RescanSeconds { get; set; } = 30;

    [Setting("How long to wait before a folder that could not be taken is tried again.", Min = 1, Max = 86400, Unit = "seconds")]
    public double RetrySeconds { get; set; } = 300;

    [Setting("How large an uploaded archive may be, and what is in it when it is unpacked.", Min = 1, Max = 1_000_000)]
    public int MaxUploadMegabytes { get; set; } = 4096;

    internal TimeSpan Settle => TimeSpan.FromSeconds(SettleSeconds);
    internal TimeSpan Rescan => TimeSpan.FromSeconds(RescanSeconds);
    internal TimeSpan Retry => TimeSpan.FromSeconds(RetrySeconds);
    internal long MaxUpload => MaxUploadMegabytes * 1_000_000L;
}
