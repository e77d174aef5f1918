using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Scheduling.Hours;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Scheduling.Hours;

public class ScheduleClockTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-12-01T22:00", "2026-12-01T21:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00Z")] // skipped: when the clock goes on
    [InlineData("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z")] // twice: the first
    [InlineData("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z")]
    [InlineData("Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00Z")]
    public void A_time_on_the_wall_is_the_first_instant_at_which_it_is_reached(string zone, string wall, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, null), Clock(zone).InstantOf(new WrittenTime(DateTime.Parse(wall, null), null)));

    [Fact]
    public void A_time_with_an_offset_is_the_same_everywhere() =>
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 21, 0, 0, TimeSpan.Zero), Clock("Asia/Tokyo").InstantOf(new WrittenTime(new DateTime(2026, 12, 1, 22, 0, 0), TimeSpan.FromHours(1))));

    [Fact]
    public void An_instant_is_shown_as_the_wall_shows_it() =>
        Assert.Equal("2026-12-02 06:00 +09:00", Clock("Asia/Tokyo").Words(new DateTimeOffset(2026, 12, 1, 21, 0, 0, TimeSpan.Zero)));

    internal static ScheduleClock Clock(string zone) => new(Options.Create(new ScheduleOptions { TimeZone = zone }), TimeProvider.System);
}
