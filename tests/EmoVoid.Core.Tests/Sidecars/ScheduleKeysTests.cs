using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Tests.Sidecars;

public class ScheduleKeysTests
{
    [Fact]
    public void The_schedule_is_read()
    {
        var (sidecar, problems) = SidecarParser.Parse("[schedule]\nwindow = \"22:00-07:00\"\nstart_at = 2026-12-01T22:00:00\npriority = 5\n");
        Assert.Empty(problems);
        Assert.Equal(("22:00-07:00", new WrittenTime(new DateTime(2026, 12, 1, 22, 0, 0), null), 5), (sidecar.Window, sidecar.StartAt, sidecar.Priority));
    }

    [Fact]
    public void Nothing_of_it_is_there_unless_it_is_written()
    {
        var sidecar = SidecarParser.Parse("").Sidecar;
        Assert.Equal((null, null, 0), (sidecar.Window, sidecar.StartAt, sidecar.Priority));
    }

    [Theory]
    [InlineData("2026-12-01T22:00", null)]
    [InlineData("2026-12-01 22:00:00", null)]
    [InlineData("\"2026-12-01 22:00\"", null)]
    [InlineData("2026-12-01T22:00:00+01:00", 60)]
    [InlineData("2026-12-01T22:00:00-03:30", -210)]
    [InlineData("2026-12-01T22:00:00Z", 0)]
    [InlineData("\"2026-12-01T22:00Z\"", 0)]
    [InlineData("\"2026-12-01T22:00+01:00\"", 60)]
    public void A_start_time_is_the_same_however_it_is_spelt(string written, int? offset)
    {
        var (sidecar, problems) = SidecarParser.Parse($"schedule.start_at = {written}");
        Assert.Empty(problems);
        Assert.Equal(new WrittenTime(new DateTime(2026, 12, 1, 22, 0, 0), offset is { } minutes ? TimeSpan.FromMinutes(minutes) : null), sidecar.StartAt);
    }

    [Theory]
    [InlineData("schedule.start_at = \"tomorrow\"", "schedule.start_at must be a time of the years 2000 to 2999 as 2026-12-01T22:00:00, or with an offset as 2026-12-01T22:00:00+01:00, but is \"tomorrow\". The default is as soon as it can.")]
    [InlineData("schedule.start_at = 0001-01-01T00:00:00", "schedule.start_at must be a time of the years 2000 to 2999 as 2026-12-01T22:00:00, or with an offset as 2026-12-01T22:00:00+01:00, but is 0001-01-01T00:00:00. The default is as soon as it can.")]
    [InlineData("schedule.priority = 1001", "schedule.priority must be a whole number from -1000 to 1000, but is 1001. The default is 0.")]
    [InlineData("schedule.hours = \"22:00-07:00\"", "schedule.hours is not a key of this file. Did you mean schedule.window?")]
    [InlineData("model = 2026-12-01T22:00:00", "model must be a text of 1 to 100 characters in one line, but is 2026-12-01T22:00:00. The default is the daemon's default model.")]
    public void What_is_wrong_is_named_with_what_is_right(string text, string problem) =>
        Assert.Equal(["emovoid.toml: line 1: " + problem], SidecarParser.Parse(text).Problems);
}
