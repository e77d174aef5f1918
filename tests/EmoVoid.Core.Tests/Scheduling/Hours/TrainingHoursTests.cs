using EmoVoid.Core.Scheduling.Hours;

namespace EmoVoid.Core.Tests.Scheduling.Hours;

public class TrainingHoursTests
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The slow and obvious way: look at the clock on the wall at every minute.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-27", "2026-10-23")] // forward by an hour at 02:00 on March 29th, back at 03:00 on October 25th
    [InlineData("America/New_York", "2026-03-06", "2026-10-30")]
    [InlineData("Australia/Lord_Howe", "2026-10-02", "2026-04-03")] // half an hour
    [InlineData("America/Santiago", "2026-09-04", "2026-04-03")] // at midnight
    [InlineData("Asia/Kathmandu", "2026-03-27", "2026-10-23")] // 05:45, never changed
    public void A_window_is_open_whenever_the_clock_on_the_wall_shows_a_time_in_it(string zoneName, string spring, string autumn)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        (string? Days, string From, string Until)[] windows =
        [
            (null, "22:00", "07:00"), (null, "02:00", "03:00"), (null, "02:10", "02:50"), (null, "01:30", "02:15"), (null, "02:20", "05:00"), (null, "00:00", "24:00"),
            ("mon-fri", "23:30", "00:30"), ("sat,sun", "00:00", "24:00"), ("sun", "01:45", "01:50"), ("fri-mon", "23:00", "02:30"), (null, "00:00", "00:45"), (null, "22:00", "00:00"),
        ];
        foreach (var start in new[] { spring, autumn }.Select(day => DateTimeOffset.Parse(day + "T00:00Z", null)))
            foreach (var (days, from, until) in windows)
            {
                var hours = Read($"{days} {from}-{until}".Trim());
                var openings = hours.Between(zone, start, start.AddDays(5));
                for (var minute = start; minute < start.AddDays(5); minute = minute.AddMinutes(1))
                    Assert.True(
                        IsOpenByTheWall(TimeZoneInfo.ConvertTime(minute, zone).DateTime, days, from, until) == openings.Any(one => one.From <= minute && minute < one.Until),
                        $"{days} {from}-{until} in {zoneName} at {minute:u}: {string.Join(", ", openings)}");
                Assert.All(openings.Zip(openings.Skip(1)), pair => Assert.True(pair.First.Until < pair.Second.From));
            }
    }

    [Theory]
    [InlineData("2026-03-29", "02:30-03:30", "01:00-01:30")] // the clock goes from 02:00 to 03:00 at 01:00 UTC
    [InlineData("2026-03-29", "02:00-03:00", "")]
    [InlineData("2026-03-29", "01:30-04:00", "00:30-02:00")]
    [InlineData("2026-10-25", "02:30-02:45", "00:30-00:45 01:30-01:45")] // and back from 03:00 to 02:00
    [InlineData("2026-10-25", "01:00-02:30", "23:00-00:30 01:00-01:30")]
    [InlineData("2026-10-25", "02:30-04:00", "00:30-01:00 01:30-03:00")]
    [InlineData("2026-10-25", "01:00-05:00", "23:00-04:00")]
    public void In_the_nights_of_the_change_the_clock_on_the_wall_is_kept_to(string day, string window, string utc)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var start = new DateTimeOffset(DateTime.Parse(day, null), zone.GetUtcOffset(DateTime.Parse(day, null)));
        var openings = Read(window).Between(zone, start, start.AddHours(12));
        Assert.Equal(utc, string.Join(' ', openings.Select(one => FormattableString.Invariant($"{one.From.UtcDateTime:HH:mm}-{one.Until.UtcDateTime:HH:mm}"))));
    }

    [Fact]
    public void A_cron_expression_opens_for_as_long_as_a_stopwatch_says()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var saturday = new DateTimeOffset(2026, 10, 24, 0, 0, 0, TimeSpan.Zero);
        // In the night when the clock goes back, nine hours after 22:00 it is 06:00.
        Assert.Equal([new Opening(saturday.AddHours(20), saturday.AddHours(29))], Read("0 0 22 ? * SAT for 9h").Between(zone, saturday, saturday.AddDays(3)));
        // A time that the clock skips comes when it goes on.
        var march = new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new Opening(march.AddHours(1), march.AddHours(2))], Read("0 30 2 ? * SUN for 1h").Between(zone, march, march.AddDays(1)));
        // Of one that it shows twice the first one counts.
        var october = new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new Opening(october.AddMinutes(30), october.AddMinutes(40))], Read("0 30 2 ? * SUN for 10m").Between(zone, october, october.AddDays(1)));
    }

    [Fact]
    public void A_cron_window_that_opened_before_is_open_still()
    {
        var noon = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([new Opening(noon, noon.AddHours(1))], Read("0 0 11 * * ? for 2h").Between(TimeZoneInfo.Utc, noon, noon.AddHours(20)));
        Assert.Equal([new Opening(noon, noon.AddHours(3))], Read("0 0 * * * ? for 1h30m").Between(TimeZoneInfo.Utc, noon, noon.AddHours(3)));
    }

    [Fact]
    public void Windows_that_touch_or_overlap_are_one()
    {
        var midnight = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new Opening(midnight, midnight.AddHours(9))], Read("00:00-04:00; 04:00-06:00; 05:00-09:00").Between(TimeZoneInfo.Utc, midnight, midnight.AddHours(20)));
    }

    [Theory]
    [InlineData("mon-fri 22:00-07:00; sat,sun 00:00-24:00")]
    [InlineData("MON - FRI 7:00 - 9:00")]
    [InlineData("sat, sun 10:00-12:00;mon 00:00-24:00")]
    [InlineData("0 0 22 ? * MON-FRI for 9h")]
    [InlineData("0 0/30 8-18 L * ? 2030 FOR 10m ; 22:00-23:00")]
    public void It_may_be_written_in_these_ways(string text) => Assert.Empty(TrainingHours.Parse(text).Problems);

    [Theory]
    [InlineData("", "There is nothing between two semicolons, or nothing at all; write a window as 22:00-07:00.")]
    [InlineData("22:00-07:00;", "There is nothing between two semicolons, or nothing at all; write a window as 22:00-07:00.")]
    [InlineData("at night", "'at night' is not a window; write 22:00-07:00, or mon-fri 22:00-07:00, or a Quartz cron expression as 0 0 22 ? * MON-FRI for 9h.")]
    [InlineData("22-7", "'22-7' is not a window; write 22:00-07:00, or mon-fri 22:00-07:00, or a Quartz cron expression as 0 0 22 ? * MON-FRI for 9h.")]
    [InlineData("25:00-07:00", "'25:00' is not a time of day; they go from 00:00 to 24:00.")]
    [InlineData("22:00-07:60", "'07:60' is not a time of day; they go from 00:00 to 24:00.")]
    [InlineData("24:00-07:00", "'24:00-07:00' begins at 24:00, which is the day's end; begin at 00:00.")]
    [InlineData("08:00-08:00", "'08:00-08:00' begins and ends at the same time; the whole day is 00:00-24:00.")]
    [InlineData("08:00-08:04", "'08:00-08:04' is shorter than 5 minutes, in which nothing can be trained; make it longer.")]
    [InlineData("mon-fry 08:00-09:00", "'mon-fry' is not a day of the week, or two with a dash between; the days are mon, tue, wed, thu, fri, sat, sun.")]
    [InlineData("0 22 * * 1-5 for 9h", "'0 22 * * 1-5' has 5 fields, and a Quartz cron expression has 6: seconds, minutes, hours, day of the month, month, day of the week, as 0 0 22 ? * MON-FRI.")]
    [InlineData("* 0 22 ? * * for 9h", "'* 0 22 ? * *' opens at several seconds of a minute; write 0 as its first field.")]
    [InlineData("0 0 24 ? * MON-FRI for 9h", "'0 0 24 ? * MON-FRI' has an hour above 23 or a day of the month above 31; write it as 0 0 22 ? * MON-FRI.")]
    [InlineData("0 0 22 32 * ? for 9h", "'0 0 22 32 * ?' has an hour above 23 or a day of the month above 31; write it as 0 0 22 ? * MON-FRI.")]
    [InlineData("0 0 22 ? * MON-FRI for ever", "'ever' is not a duration from 5 minutes to 7 days; write it as 9h, 90m, 1h30m or 2d.")]
    [InlineData("0 0 22 ? * MON-FRI for 8d", "'8d' is not a duration from 5 minutes to 7 days; write it as 9h, 90m, 1h30m or 2d.")]
    public void Every_mistake_has_its_sentence_with_the_way_out(string text, string problem)
    {
        var result = TrainingHours.Parse(text);
        Assert.Null(result.Hours);
        Assert.Equal([problem], result.Problems);
    }

    [Fact]
    public void A_cron_expression_that_quartz_does_not_read_is_told_with_its_reason()
    {
        var problem = Assert.Single(TrainingHours.Parse("0 77 22 ? * MON for 9h").Problems);
        Assert.StartsWith("'0 77 22 ? * MON' is not a Quartz cron expression (", problem, StringComparison.Ordinal);
        Assert.EndsWith("write it as 0 0 22 ? * MON-FRI.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_that_is_wrong_is_told() => Assert.Equal(3, TrainingHours.Parse("25:00-07:00; nonsense; 08:00-09:00; 1:00-1:00").Problems.Count);

    private static TrainingHours Read(string text) => TrainingHours.Parse(text) is { Hours: { } hours } ? hours : throw new FormatException(text);

    private static bool IsOpenByTheWall(DateTime reading, string? days, string from, string until)
    {
        var (time, first, last) = (reading.Hour * 60 + reading.Minute, Minutes(from), Minutes(until));
        return first < last
            ? IsOn(reading.DayOfWeek) && time >= first && time < last
            : (IsOn(reading.DayOfWeek) && time >= first) || (IsOn(reading.AddDays(-1).DayOfWeek) && time < last);

        bool IsOn(DayOfWeek day) => days switch
        {
            null => true,
            "mon-fri" => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
            "fri-mon" => day is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday or DayOfWeek.Monday,
            _ => days.Split(',').Contains(DayNames[(int)day]),
        };
    }

    private static int Minutes(string time) => (int.Parse(time[..2], null) * 60) + int.Parse(time[3..], null);
}
