using Quartz;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>One window of training hours, which comes again and again.</summary>
internal interface IHoursWindow
{
    /// <summary>Its openings as far as they lie in a time, in any order.</summary>
    IEnumerable<Opening> Between(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until);
}

/// <summary>
/// A window by the clock on the wall, as <c>mon-fri 22:00-07:00</c>: it is open whenever the clock shows a time in it. So a time that the clock
/// skips is never open, and one that it shows twice is open twice.
/// </summary>
/// <param name="Days">On which it begins.</param>
/// <param name="From">Since midnight.</param>
/// <param name="Until">Since midnight of the same day; beyond 24 h it ends on the next one.</param>
internal sealed record WallClockWindow(IReadOnlySet<DayOfWeek> Days, TimeSpan From, TimeSpan Until) : IHoursWindow
{
    public IEnumerable<Opening> Between(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until) =>
        ClockStretch.Between(zone, from, until).SelectMany(Within);

    private IEnumerable<Opening> Within(ClockStretch stretch)
    {
        for (var day = stretch.FirstReading.Date.AddDays(-1); day <= stretch.LastReading; day = day.AddDays(1))
        {
            var (first, last) = (Later(day + From, stretch.FirstReading), Earlier(day + Until, stretch.LastReading));
            if (Days.Contains(day.DayOfWeek) && first < last)
                yield return new Opening(stretch.InstantOf(first), stretch.InstantOf(last));
        }
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}

/// <summary>
/// A window that a Quartz cron expression opens, and that stays open for a time as a stopwatch measures it, as <c>0 0 22 ? * MON-FRI for 9h</c>.
/// Of a time that the clock shows twice the first one counts; one that it skips comes when the clock goes on.
/// </summary>
internal sealed record CronWindow(CronExpression Expression, TimeSpan Length) : IHoursWindow
{
    public IEnumerable<Opening> Between(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        var expression = Expression.WithTimeZone(zone);
        // The one that opened longest ago and is still open; a second earlier, since "after" leaves out the instant itself.
        var start = expression.GetNextValidTimeAfter(from - Length - TimeSpan.FromSeconds(1));
        for (; start < until; start = expression.GetNextValidTimeAfter(start.Value))
        {
            var end = start.Value + Length;
            if (end > from)
                yield return new Opening(start > from ? start.Value : from, end < until ? end : until);
        }
    }
}
