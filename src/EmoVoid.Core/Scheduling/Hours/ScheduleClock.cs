using System.Globalization;
using EmoVoid.Contracts.Sidecars;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>The clock on the wall, by which people write hours and start times.</summary>
public sealed class ScheduleClock(IOptions<ScheduleOptions> options, TimeProvider time)
{
    public TimeZoneInfo Zone { get; } = options.Value.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : time.LocalTimeZone;

    /// <summary>An instant as this clock shows it, with its offset.</summary>
    public string Words(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>
    /// The first instant at which the clock shows this time. One that it skips is the instant at which it goes on; of one that it shows twice,
    /// the first.
    /// </summary>
    public DateTimeOffset InstantOf(WrittenTime written)
    {
        if (written.Offset is { } offset)
            return new DateTimeOffset(written.Clock, offset).ToUniversalTime();
        // No clock is more than a day away from UTC.
        var utc = new DateTimeOffset(written.Clock, TimeSpan.Zero);
        var stretch = ClockStretch.Between(Zone, utc.AddDays(-1), utc.AddDays(1)).First(stretch => stretch.LastReading > written.Clock);
        return stretch.InstantOf(written.Clock > stretch.FirstReading ? written.Clock : stretch.FirstReading);
    }
}
