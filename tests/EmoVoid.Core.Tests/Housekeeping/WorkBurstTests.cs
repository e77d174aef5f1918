using EmoVoid.Core.Housekeeping;

namespace EmoVoid.Core.Tests.Housekeeping;

public sealed class WorkBurstTests
{
    private readonly WorkBurst burst = new();
    private long allocated;

    public WorkBurstTests()
    {
        Assert.False(After(WorkBurst.Calm));
        Assert.True(After(1), "the start is over");
    }

    [Fact]
    public void It_is_over_once_when_hardly_anything_is_allocated_any_more()
    {
        Assert.False(After(WorkBurst.Burst / 2));
        Assert.False(After(WorkBurst.Burst));
        Assert.True(After(1));
        Assert.False(After(1));
        Assert.False(After(WorkBurst.Burst));
        Assert.True(After(WorkBurst.Calm - 1));
    }

    [Fact]
    public void Little_work_is_no_burst()
    {
        Assert.False(After(WorkBurst.Burst - 2));
        Assert.False(After(1));
    }

    [Fact]
    public void Work_that_goes_on_is_not_over()
    {
        for (var look = 0; look < 100; look++)
            Assert.False(After(WorkBurst.Calm));
        Assert.True(After(0));
    }

    [Fact]
    public void What_a_calm_daemon_allocates_comes_to_a_burst_in_time()
    {
        const long Look = WorkBurst.Burst / 64;
        Assert.Equal(64, Enumerable.Range(1, 1000).First(_ => After(Look)));
    }

    private bool After(long bytes) => burst.IsOver(allocated += bytes);
}
