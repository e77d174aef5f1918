namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>A stretch of time in which a zone's clock runs evenly: it is neither put forward nor back.</summary>
/// <param name="Offset">What the clock shows more than UTC.</param>
internal sealed record ClockStretch(DateTimeOffset From, DateTimeOffset Until, TimeSpan Offset)
{
    /// <summary>No zone puts its clock forward and back again within an hour.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromHours(1);

    /// <summary>What the clock shows at the stretch's ends.</summary>
    public DateTime FirstReading => From.UtcDateTime + Offset;

    /// <inheritdoc cref="FirstReading"/>
    public DateTime LastReading => Until.UtcDateTime + Offset;

    /// <summary>The instant at which the clock shows this, within the stretch.</summary>
    public DateTimeOffset InstantOf(DateTime reading) => new(DateTime.SpecifyKind(reading - Offset, DateTimeKind.Utc));

    /// <summary>The stretches that make up a time, in order.</summary>
    public static IEnumerable<ClockStretch> Between(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        var (start, offset) = (from, zone.GetUtcOffset(from));
        for (var before = from; before < until;)
        {
            var after = until - before > Stride ? before + Stride : until;
            if (zone.GetUtcOffset(after) != offset)
            {
                after = FirstWithout(offset, zone, before, after);
                yield return new ClockStretch(start, after, offset);
                (start, offset) = (after, zone.GetUtcOffset(after));
            }

            before = after;
        }

        if (start < until)
            yield return new ClockStretch(start, until, offset);
    }

    // Halves the time until the first tick with another offset is found.
    private static DateTimeOffset FirstWithout(TimeSpan offset, TimeZoneInfo zone, DateTimeOffset with, DateTimeOffset without)
    {
        while (without - with > TimeSpan.FromTicks(1))
        {
            var middle = with + ((without - with) / 2);
            if (zone.GetUtcOffset(middle) == offset)
                with = middle;
            else
                without = middle;
        }

        return without;
    }
}
