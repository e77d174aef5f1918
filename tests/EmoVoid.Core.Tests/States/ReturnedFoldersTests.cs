using EmoVoid.Core.States;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.States;

public sealed class ReturnedFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Who waited for the file could read it before anything stood in it.
    [Fact]
    public async Task Reasons_are_there_whole_or_not_at_all()
    {
        const int Folders = 200;
        var state = new StateFolder(folder.Path);
        state.Prepare();
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < Folders; i++)
                new ReturnedFolders(state).PutFailed(Directory.CreateDirectory(folder["inbox", $"n{i}"]).FullName, $"n{i}", [$"reason {i}"], []);
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < Folders; i++)
        {
            var reasons = ReturnedFolders.ReasonsOf(Path.Combine(state.Failed, $"n{i}"));
            while (!File.Exists(reasons) && !writer.IsCompleted)
                Thread.Yield();
            Assert.Contains($"- reason {i}\n", File.ReadAllText(reasons), StringComparison.Ordinal);
        }

        await writer;
        Assert.Equal(2 * Folders, Directory.GetFileSystemEntries(state.Failed).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_moved_leaves_no_reasons_behind()
    {
        var state = new StateFolder(folder.Path);
        state.Prepare();
        Assert.Throws<DirectoryNotFoundException>(() => new ReturnedFolders(state).PutFailed(folder["inbox", "gone"], "gone", ["reason"], []));
        Assert.Empty(Directory.GetFileSystemEntries(state.Failed));
    }

    [Fact]
    public void The_longest_name_still_gets_its_reasons()
    {
        var state = new StateFolder(folder.Path);
        state.Prepare();
        var name = new string('n', 255);
        var failed = new ReturnedFolders(state).PutFailed(Directory.CreateDirectory(folder["inbox", name]).FullName, name, ["reason"], []);
        Assert.Contains("- reason\n", File.ReadAllText(ReturnedFolders.ReasonsOf(failed)), StringComparison.Ordinal);
    }
}
