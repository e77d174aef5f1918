using EmoVoid.Core.States;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.States;

public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_is_made_and_nothing_is_left_behind()
    {
        var state = new StateFolder(folder["new", "state"]);
        state.Prepare();
        state.Prepare();
        Assert.Equal(
            ["cache", "failed", "inbox", "models", "output", "recycle", "returned", "uploads", "work"],
            Directory.GetFileSystemEntries(state.Root).Select(path => Path.GetFileName(path)!).Order());
        Assert.All(Directory.GetDirectories(state.Root), path => Assert.Empty(Directory.GetFileSystemEntries(path)));
    }

    // Two questions for health at once made a 500 of one and "not ready" of the other, and left a folder behind that kept it so.
    [Fact]
    public void Several_who_try_it_at_once_do_not_disturb_each_other()
    {
        var state = new StateFolder(folder.Path);
        state.Prepare();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => state.Prepare());
        Assert.DoesNotContain(Directory.GetFileSystemEntries(state.Root, "*", SearchOption.AllDirectories), path => path.Contains(".probe", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_folder_that_cannot_be_used_is_named_in_one_message()
    {
        folder.Write("inbox", "a file");
        folder.Write("output", "another");
        var error = Assert.Throws<StateFolderException>(() => new StateFolder(folder.Path).Prepare());
        Assert.Contains(folder["inbox"] + " cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["output"] + " cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("--state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_on_another_file_system_is_named()
    {
        // Shared memory is a file system of its own on Linux.
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no second file system here");
        var elsewhere = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(folder.Path))).FullName;
        try
        {
            File.CreateSymbolicLink(folder["output"], elsewhere);
            var error = Assert.Throws<StateFolderException>(() => new StateFolder(folder.Path).Prepare());
            Assert.Contains(folder["output"] + " lies on another file system", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere);
        }
    }

    [Fact]
    public void A_second_daemon_on_the_same_folder_is_refused()
    {
        var state = new StateFolder(folder.Path);
        state.Prepare();
        using (state.Lock())
            Assert.Contains("in use by another daemon", Assert.Throws<StateFolderException>(() => state.Lock()).Message, StringComparison.Ordinal);
        state.Lock().Dispose();
    }
}
