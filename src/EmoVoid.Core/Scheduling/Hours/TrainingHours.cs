namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>When training is allowed: a few windows, of which one has to be open.</summary>
public sealed class TrainingHours
{
    private readonly IReadOnlyList<IHoursWindow> _windows;

    internal TrainingHours(IReadOnlyList<IHoursWindow> windows) => _windows = windows;

    /// <summary>
    /// Reads windows, parted by semicolons: <c>22:00-07:00</c>, <c>mon-fri 22:00-07:00; sat,sun 00:00-24:00</c>, or a Quartz cron expression with a
    /// duration, <c>0 0 22 ? * MON-FRI for 9h</c>.
    /// </summary>
    public static HoursResult Parse(string text) => HoursParser.Parse(text);

    /// <summary>The openings as far as they lie in a time, in order; what touches is one.</summary>
    public IReadOnlyList<Opening> Between(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until) =>
        Openings.Union(_windows.SelectMany(window => window.Between(zone, from, until)));
}

/// <param name="Hours">Null when anything is wrong.</param>
/// <param name="Problems">Every mistake in a sentence, with the way out.</param>
public sealed record HoursResult(TrainingHours? Hours, IReadOnlyList<string> Problems);
