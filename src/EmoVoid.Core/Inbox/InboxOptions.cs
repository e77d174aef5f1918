using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox;

/// <summary>Settings <c>EmoVoid:Inbox:*</c>.</summary>
public sealed class InboxOptions
{
    /// <summary>How long nothing in a folder may have changed before it is taken. 0.1 to 3600; default 5.</summary>
    public double SettleSeconds { get; set; } = 5;

    /// <summary>How often the whole inbox is looked through, since events get lost on network drives. 1 to 3600; default 30.</summary>
    public double RescanSeconds { get; set; } = 30;

    /// <summary>How long to wait before a folder that could not be taken is tried again. 1 to 86400; default 300.</summary>
    public double RetrySeconds { get; set; } = 300;

    /// <summary>How large an uploaded archive may be, and what is in it when it is unpacked, in megabytes. 1 to 1000000; default 4096.</summary>
    public int MaxUploadMegabytes { get; set; } = 4096;

    internal TimeSpan Settle => TimeSpan.FromSeconds(SettleSeconds);
    internal TimeSpan Rescan => TimeSpan.FromSeconds(RescanSeconds);
    internal TimeSpan Retry => TimeSpan.FromSeconds(RetrySeconds);
    internal long MaxUpload => MaxUploadMegabytes * 1_000_000L;
}

/// <summary>Finds every mistake in the inbox's settings at once.</summary>
internal sealed class InboxOptionsValidator : IValidateOptions<InboxOptions>
{
    public ValidateOptionsResult Validate(string? name, InboxOptions options)
    {
        var mistakes = new[]
        {
            Mistake(nameof(options.SettleSeconds), options.SettleSeconds, 0.1, 3600),
            Mistake(nameof(options.RescanSeconds), options.RescanSeconds, 1, 3600),
            Mistake(nameof(options.RetrySeconds), options.RetrySeconds, 1, 86400),
            options.MaxUploadMegabytes is >= 1 and <= 1_000_000 ? null : $"EmoVoid:Inbox:MaxUploadMegabytes must be from 1 to 1000000, but is {options.MaxUploadMegabytes}.",
        }.OfType<string>().ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static string? Mistake(string key, double value, double min, double max) =>
        value >= min && value <= max ? null : FormattableString.Invariant($"EmoVoid:Inbox:{key} must be from {min} to {max} seconds, but is {value}.");
}
