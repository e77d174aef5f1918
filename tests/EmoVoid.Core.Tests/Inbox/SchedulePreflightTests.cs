using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Inbox;

public class SchedulePreflightTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Hours_start_time_and_priority_of_the_sidecar_reach_the_run()
    {
        using var inbox = new TestInbox(_clock, ("EmoVoid:Schedule:TimeZone", "Europe/Berlin"));
        inbox.PutDataset("zenigata", sidecar: "[schedule]\nwindow = \"mon-fri 22:00-07:00\"\nstart_at = 2026-12-01T22:00:00\npriority = -3\n");
        await inbox.TakeAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        await inbox.TakeAsync();
        var run = inbox.Runs.Get("zenigata");
        Assert.Equal(("mon-fri 22:00-07:00", new DateTimeOffset(2026, 12, 1, 21, 0, 0, TimeSpan.Zero), -3), (run.Hours, run.StartAt, run.Priority));
    }

    [Fact]
    public async Task Hours_that_cannot_be_read_reject_the_folder_with_every_mistake()
    {
        using var inbox = new TestInbox(_clock);
        inbox.PutDataset("zenigata", sidecar: "schedule.window = \"25:00-07:00; at night\"\n");
        Assert.Equal(
            [
                "schedule.window is '25:00-07:00; at night': '25:00' is not a time of day; they go from 00:00 to 24:00.",
                "schedule.window is '25:00-07:00; at night': 'at night' is not a window; write 22:00-07:00, or mon-fri 22:00-07:00, or a Quartz cron expression as 0 0 22 ? * MON-FRI for 9h.",
            ],
            (await inbox.CheckAsync("zenigata")).Problems);
    }

    [Fact]
    public async Task Hours_that_never_come_and_a_time_that_has_passed_are_worth_a_note()
    {
        using var inbox = new TestInbox(_clock, ("EmoVoid:Schedule:Hours", "22:00-07:00"));
        inbox.PutDataset("zenigata", sidecar: "schedule.window = \"08:00-09:00\"\nschedule.start_at = 2026-11-24T11:00:00\n");
        var report = await inbox.CheckAsync("zenigata");
        Assert.Empty(report.Problems);
        Assert.Equal(
            [
                "schedule.window (08:00-09:00) has no time in common with the daemon's hours (22:00-07:00) in the next two months: the run will wait until one of them is changed.",
                "schedule.start_at, 2026-11-24 11:00 +00:00, has passed: the run may start at once.",
            ],
            report.Notes.Where(note => note.StartsWith("schedule.", StringComparison.Ordinal)));
    }
}
