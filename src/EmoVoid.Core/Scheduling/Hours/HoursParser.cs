using System.Globalization;
using System.Text.RegularExpressions;
using Quartz;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>Reads <see cref="TrainingHours"/>.</summary>
internal static partial class HoursParser
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5), Longest = TimeSpan.FromDays(7), Day = TimeSpan.FromDays(1);
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]; // as DayOfWeek counts

    public static HoursResult Parse(string text)
    {
        var problems = new List<string>();
        var windows = text.Split(';', StringSplitOptions.TrimEntries).Select(part => Window(part, problems)).OfType<IHoursWindow>().ToList();
        return problems.Count > 0 ? new HoursResult(null, problems) : new HoursResult(new TrainingHours(windows), []);
    }

    private static IHoursWindow? Window(string part, List<string> problems)
    {
        try
        {
            return part.Length == 0 ? throw new FormatException("There is nothing between two semicolons, or nothing at all; write a window as 22:00-07:00.")
                : Cron().Match(part) is { Success: true } cron ? CronWindow(cron.Groups["cron"].Value, cron.Groups["length"].Value)
                : WallClock().Match(part) is { Success: true } clock ? WallClockWindow(part, clock)
                : throw new FormatException($"'{part}' is not a window; write 22:00-07:00, or mon-fri 22:00-07:00, or a Quartz cron expression as 0 0 22 ? * MON-FRI for 9h.");
        }
        catch (FormatException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    private static WallClockWindow WallClockWindow(string part, Match match)
    {
        var days = match.Groups["days"] is { Success: true } named ? Days(named.Value) : [.. Enum.GetValues<DayOfWeek>()];
        var (from, until) = (TimeOfDay(match.Groups["from"].Value), TimeOfDay(match.Groups["until"].Value));
        if (from == Day)
            throw new FormatException($"'{part}' begins at 24:00, which is the day's end; begin at 00:00.");
        if (from == until)
            throw new FormatException($"'{part}' begins and ends at the same time; the whole day is 00:00-24:00.");
        var end = until > from ? until : until + Day;
        return end - from >= Shortest ? new WallClockWindow(days, from, end)
            : throw new FormatException($"'{part}' is shorter than {Shortest.TotalMinutes:0} minutes, in which nothing can be trained; make it longer.");
    }

    private static HashSet<DayOfWeek> Days(string text)
    {
        var days = new HashSet<DayOfWeek>();
        foreach (var range in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-', StringSplitOptions.TrimEntries);
            var (first, last) = (DayOf(ends[0]), DayOf(ends[^1]));
            if (ends.Length > 2 || first < 0 || last < 0)
                throw new FormatException($"'{range}' is not a day of the week, or two with a dash between; the days are mon, tue, wed, thu, fri, sat, sun.");
            for (var day = first; ; day = (day + 1) % DayNames.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == last)
                    break;
            }
        }

        return days;
    }

    private static int DayOf(string name) => Array.IndexOf(DayNames, name.ToLowerInvariant());

    private static TimeSpan TimeOfDay(string text)
    {
        var parts = text.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        var time = new TimeSpan(parts[0], parts[1], 0);
        return parts[1] < 60 && time <= Day ? time : throw new FormatException($"'{text}' is not a time of day; they go from 00:00 to 24:00.");
    }

    private static CronWindow CronWindow(string cron, string length)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (6 or 7))
            throw new FormatException($"'{cron}' has {fields.Length} fields, and a Quartz cron expression has 6: seconds, minutes, hours, day of the month, month, day of the week, as 0 0 22 ? * MON-FRI.");
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new FormatException($"'{cron}' opens at several seconds of a minute; write 0 as its first field.");
        // Quartz itself takes an hour 99 for another one, and a day 99 for every day.
        if (Numbers().Matches(fields[2]).Any(hour => IsAbove(hour, 23)) || Numbers().Matches(fields[3]).Any(day => IsAbove(day, 31)))
            throw new FormatException($"'{cron}' has an hour above 23 or a day of the month above 31; write it as 0 0 22 ? * MON-FRI.");
        return new CronWindow(Expression(cron), Length(length));
    }

    private static bool IsAbove(Match number, int most) => number.Length > 2 || int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) > most;

    private static CronExpression Expression(string cron)
    {
        try
        {
            return new CronExpression(cron, TimeZoneInfo.Utc);
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{cron}' is not a Quartz cron expression ({e.Message.TrimEnd('.')}); write it as 0 0 22 ? * MON-FRI.");
        }
    }

    private static TimeSpan Length(string text)
    {
        var match = Duration().Match(text);
        var length = match.Success && text.Length > 0 ? new TimeSpan(Part("d"), Part("h"), Part("m"), 0) : TimeSpan.Zero;
        return length >= Shortest && length <= Longest ? length
            : throw new FormatException($"'{text}' is not a duration from 5 minutes to 7 days; write it as 9h, 90m, 1h30m or 2d.");

        int Part(string unit) => match.Groups[unit] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?<cron>.*\S)\s+for\s+(?<length>\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Cron();

    [GeneratedRegex(@"^((?<days>[a-z][a-z,\s-]*)\s+)?(?<from>[0-9]{1,2}:[0-9]{2})\s*[-–]\s*(?<until>[0-9]{1,2}:[0-9]{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex WallClock();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();

    [GeneratedRegex("^((?<d>[0-9]{1,4})d)?((?<h>[0-9]{1,4})h)?((?<m>[0-9]{1,5})m)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Duration();
}
