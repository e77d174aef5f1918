using EmoVoid.Contracts.Events;
using EmoVoid.Testing;
using EmoVoid.Training.Loop;

namespace EmoVoid.Training.Tests.Loop;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_another_has_is_waited_for_and_then_said()
    {
        using var first = Take(TimeSpan.Zero);
        var refused = Assert.Throws<TrainingException>(() => Take(TimeSpan.FromMilliseconds(300)));
        Assert.Equal(TrainerExitCode.BadPlan, refused.Code);
        Assert.StartsWith($"Another trainer is at work in {folder.Path}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_had_as_soon_as_the_other_leaves()
    {
        var first = Take(TimeSpan.Zero);
        var second = Task.Run(() => Take(TimeSpan.FromMinutes(5)), TestContext.Current.CancellationToken);
        first.Dispose();
        (await second).Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Who_waits_can_be_stopped()
    {
        using var first = Take(TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => FolderLock.Take(folder.Path, TimeSpan.FromMinutes(5), TimeProvider.System, stop.Token));
    }

    private FolderLock Take(TimeSpan patience) => FolderLock.Take(folder.Path, patience, TimeProvider.System, CancellationToken.None);
}
