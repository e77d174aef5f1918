using EmoVoid.Core.Keys;
using EmoVoid.Core.Persistence;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Keys;

public sealed class KeysBeforeStartTests : IDisposable
{
    private readonly TestState state = new();
    private readonly TemporaryFolder crashed = new();

    public void Dispose()
    {
        crashed.Dispose();
        state.Dispose();
    }

    [Fact]
    public void Where_no_database_is_there_is_no_key_and_no_file_afterwards()
    {
        Assert.False(KeysBeforeStart.AnyIn(crashed["emovoid.db"]));
        Assert.Empty(Directory.GetFileSystemEntries(crashed.Path));
    }

    [Fact]
    public void A_key_is_found_when_there_is_one()
    {
        Assert.False(KeysBeforeStart.AnyIn(state.Folder.Database));
        new KeyStore(state.Database, state.Clock).Add("a", KeyScope.Read);
        Assert.True(KeysBeforeStart.AnyIn(state.Folder.Database));
    }

    [Fact]
    public void What_a_crash_left_is_read_and_stays_as_it_is()
    {
        // As long as a connection is open, SQLite leaves its log: other tests close those that nobody uses.
        using var open = state.Database.Open();
        new KeyStore(state.Database, state.Clock).Add("a", KeyScope.Read);
        foreach (var part in new[] { "emovoid.db", "emovoid.db-wal" })
            File.Copy(Path.Combine(state.Folder.Root, part), crashed[part]);
        var (file, log) = (File.ReadAllBytes(crashed["emovoid.db"]), File.ReadAllBytes(crashed["emovoid.db-wal"]));
        Assert.NotEmpty(log);

        Assert.True(KeysBeforeStart.AnyIn(crashed["emovoid.db"]));

        Assert.Equal(file, File.ReadAllBytes(crashed["emovoid.db"]));
        Assert.Equal(log, File.ReadAllBytes(crashed["emovoid.db-wal"]));
    }

    [Fact]
    public void Of_a_damaged_database_nobody_knows()
    {
        var path = crashed.Write("emovoid.db", new string('x', 4096));
        Assert.Null(KeysBeforeStart.AnyIn(path));
    }

    [Fact]
    public void What_cannot_be_opened_at_all_is_told_with_its_name()
    {
        var unreadable = crashed["emovoid.db"];
        File.CreateSymbolicLink(unreadable, "/proc/self/mem"); // a file whose first page cannot be read
        var error = Assert.Throws<DatabaseException>(() => KeysBeforeStart.AnyIn(unreadable));
        Assert.Contains(unreadable, error.Message, StringComparison.Ordinal);
    }
}
