namespace EmoVoid.Core.Tests.Inbox;

public class ExecutorPreflightTests
{
    private static readonly (string, string)[] Settings =
        [("EmoVoid:Executors:0:Name", "local"), ("EmoVoid:Executors:1:Name", "club"), ("EmoVoid:Executors:1:Kind", "slurm"), ("EmoVoid:Executors:1:Gres", "gpu:1")];

    [Fact]
    public async Task An_executor_that_is_asked_for_reaches_the_run_and_gives_it_its_device()
    {
        using var inbox = new TestInbox(settings: Settings);
        inbox.PutDataset("there", sidecar: "[train]\nexecutor = \"club\"\n");
        inbox.PutDataset("anywhere");
        var (there, anywhere) = (await inbox.CheckAsync("there"), await inbox.CheckAsync("anywhere"));
        Assert.Empty(there.Problems.Concat(anywhere.Problems));
        Assert.Equal(("club", "cuda"), (there.Executor, there.Device));
        Assert.Equal((null, "cpu"), (anywhere.Executor, anywhere.Device));
    }

    [Fact]
    public async Task An_executor_that_is_not_there_is_refused_in_words()
    {
        using var inbox = new TestInbox(settings: Settings);
        inbox.PutDataset("zenigata", sidecar: "[train]\nexecutor = \"clubb\"\n");
        Assert.Equal(
            ["train.executor is \"clubb\", which the daemon's configuration does not have; it has local, club. Take one of these, or remove the key to train wherever there is room."],
            (await inbox.CheckAsync("zenigata")).Problems);
    }
}
