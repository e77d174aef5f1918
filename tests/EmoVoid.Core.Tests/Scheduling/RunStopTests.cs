using EmoVoid.Core.Scheduling;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A run may end in the very moment in which somebody asks it to.</summary>
public sealed class RunStopTests
{
    [Fact]
    public void The_first_reason_counts()
    {
        using var stop = new RunStop(CancellationToken.None);
        stop.Ask(StopReason.Pause);
        stop.Ask(StopReason.Cancel);
        Assert.Equal(StopReason.Pause, stop.Reason);
        Assert.True(stop.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_run_that_is_over_is_asked_in_vain_and_nobody_is_hurt()
    {
        var stop = new RunStop(CancellationToken.None);
        stop.Dispose();
        stop.Ask(StopReason.Pause);
        Assert.False(stop.IsAsked);
        Assert.False(stop.Token.IsCancellationRequested);
    }
}
