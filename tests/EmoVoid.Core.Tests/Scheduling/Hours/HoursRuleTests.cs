using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Scheduling.Rules;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Scheduling.Hours;

public class HoursRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero); // a Tuesday

    [Fact]
    public void Without_hours_nothing_speaks_against_a_run()
    {
        Assert.Null(Rule(null).Check(Waiting(null), Noon));
        Assert.Null(Rule(null).Changes(Waiting(null), Noon));
    }

    [Fact]
    public void A_run_waits_for_the_daemons_hours_and_says_until_when() =>
        Assert.Equal(
            new RunWait(WaitKind.Schedule, "The daemon trains only within 22:00-07:00; the next time begins at 2026-11-24 22:00 +00:00.", Noon.AddHours(10)),
            Rule("22:00-07:00").Check(Waiting(null), Noon));

    [Fact]
    public void A_runs_own_hours_hold_within_the_daemons()
    {
        var rule = Rule("22:00-07:00");
        var wait = rule.Check(Waiting("06:00-09:00"), Noon);
        Assert.Equal("It is trained only within 06:00-09:00, and the daemon trains only within 22:00-07:00; the next time begins at 2026-11-25 06:00 +00:00.", wait!.Why);
        Assert.Equal(Noon.AddHours(18), wait.Until);
        Assert.Equal(Noon.AddHours(19), rule.Changes(Working("06:00-09:00"), Noon.AddHours(18.5)));
        Assert.NotNull(rule.Check(Working("06:00-09:00"), Noon.AddHours(19)));
    }

    [Fact]
    public void A_run_at_work_leaves_at_the_very_end_and_nothing_is_started_in_the_last_minute()
    {
        var (rule, end) = (Rule("08:00-12:00"), Noon);
        Assert.Null(rule.Check(Working(null), end.AddTicks(-1)));
        Assert.Equal(end, rule.Changes(Working(null), end.AddTicks(-1)));
        Assert.Equal(end.AddHours(20), rule.Check(Working(null), end)!.Until);

        Assert.Null(rule.Check(Waiting(null), end.AddMinutes(-1)));
        Assert.Equal(end.AddHours(20), rule.Check(Waiting(null), end.AddMinutes(-1).AddTicks(1))!.Until);
    }

    [Fact]
    public void Hours_that_never_come_are_told_and_so_are_hours_that_cannot_be_read()
    {
        Assert.Equal(
            new RunWait(WaitKind.Schedule, "It is trained only within 08:00-09:00, and the daemon trains only within 22:00-07:00; in the next two months there is no such time."),
            Rule("22:00-07:00").Check(Waiting("08:00-09:00"), Noon));
        Assert.Equal(
            new RunWait(WaitKind.Schedule, "Its hours '8-9' cannot be read. '8-9' is not a window; write 22:00-07:00, or mon-fri 22:00-07:00, or a Quartz cron expression as 0 0 22 ? * MON-FRI for 9h."),
            Rule(null).Check(Waiting("8-9"), Noon));
    }

    [Fact]
    public void Hours_that_are_always_open_end_at_no_time_and_those_a_month_away_are_found()
    {
        Assert.Null(Rule("00:00-24:00").Check(Working(null), Noon));
        Assert.Null(Rule("00:00-24:00").Changes(Working(null), Noon));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), Rule("0 0 0 1 1 ? for 1d").Check(Waiting(null), Noon)!.Until);
    }

    /// <summary>Asked minute by minute through the two nights of the change, the rule names the very minute at which it changes its mind.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-10-24T12:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T12:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T00:00Z")]
    public void What_it_says_of_the_next_change_is_what_comes(string zone, string from)
    {
        var rule = Rule("01:00-02:20; 02:40-03:10; 22:00-23:00", zone);
        var start = DateTimeOffset.Parse(from, null);
        var minutes = Enumerable.Range(0, 36 * 60).Select(minute => start.AddMinutes(minute)).ToList();
        var open = minutes.ToDictionary(minute => minute, minute => rule.Check(Working(null), minute) is null);
        foreach (var minute in minutes)
        {
            var change = open[minute] ? rule.Changes(Working(null), minute) : rule.Check(Working(null), minute)!.Until;
            Assert.NotNull(change);
            if (change <= minutes[^1])
            {
                Assert.NotEqual(open[minute], open[change.Value]);
                Assert.All(minutes.Where(one => one >= minute && one < change), one => Assert.Equal(open[minute], open[one]));
            }
        }
    }

    [Fact]
    public void A_run_may_start_by_the_clock_when_hours_start_time_and_its_retry_all_agree()
    {
        var hours = new RunHours(Options.Create(new ScheduleOptions { Hours = "22:00-07:00" }), ScheduleClockTests.Clock("UTC"));
        Assert.Equal(Noon.AddHours(10), hours.StartOf(Waiting(null), Noon));
        Assert.Equal(Noon.AddHours(34), hours.StartOf(Waiting(null) with { StartAt = Noon.AddHours(20) }, Noon));
        Assert.Equal(Noon.AddHours(12), hours.StartOf(Waiting(null) with { NotBefore = Noon.AddHours(12) }, Noon));
        Assert.Null(hours.StartOf(Waiting("08:00-09:00"), Noon));
    }

    private static HoursRule Rule(string? daemon, string zone = "UTC")
    {
        var options = Options.Create(new ScheduleOptions { Hours = daemon, TimeZone = zone });
        var clock = new ScheduleClock(options, new FakeTimeProvider());
        return new HoursRule(new RunHours(options, clock), clock);
    }

    private static Run Waiting(string? hours) => OneRun.In(RunState.Queued) with { Hours = hours };

    private static Run Working(string? hours) => OneRun.In(RunState.Training) with { Hours = hours };
}
