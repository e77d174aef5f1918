using EmoVoid.Core.Housekeeping;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Housekeeping;

/// <summary>What nobody needs any more goes; what is the owner's stays.</summary>
public sealed class HousekeeperTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly HousekeepingOptions _options = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_failed_run_keeps_its_work_folder_for_its_days_and_never_loses_a_data_set()
    {
        foreach (var run in new[] { "failed", "with-data", "paused" })
        {
            _state.Runs.Create(TestState.NewRun(run));
            Directory.CreateDirectory(_state.Folder.CheckpointsOf(run));
        }

        Directory.CreateDirectory(_state.Folder.DatasetOf("with-data"));
        Directory.CreateDirectory(_state.Folder.WorkOf("nobody-knows"));
        _state.Runs.Move("failed", RunTransition.Fail, "x");
        _state.Runs.Move("with-data", RunTransition.Fail, "x");
        _state.Runs.Move("paused", RunTransition.Hold);

        _state.Clock.Advance(TimeSpan.FromDays(29));
        Keep();
        Assert.True(Directory.Exists(_state.Folder.WorkOf("failed")));

        _state.Clock.Advance(TimeSpan.FromDays(2));
        Keep();
        Assert.False(Directory.Exists(_state.Folder.WorkOf("failed")));
        Assert.Equal(["nobody-knows", "paused", "with-data"], Directory.GetDirectories(_state.Folder.Work).Select(path => Path.GetFileName(path)!).Order());
    }

    [Fact]
    public void The_recycle_folder_is_emptied_by_age()
    {
        foreach (var (name, age) in new[] { ("old", 15), ("young", 13) })
            Directory.SetLastWriteTimeUtc(Directory.CreateDirectory(Path.Combine(_state.Folder.Recycle, name)).FullName, _state.Clock.GetUtcNow().UtcDateTime.AddDays(-age));
        Keep();
        Assert.Equal(["young"], Directory.GetDirectories(_state.Folder.Recycle).Select(path => Path.GetFileName(path)!));
    }

    [Fact]
    public void The_cache_loses_what_was_not_used_for_longest()
    {
        _options.CacheGigabytes = 2500 / 1e9;
        foreach (var age in new[] { 1, 2, 3, 4 })
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_state.Folder.Cache, "latents")).FullName, $"{age}.safetensors");
            File.WriteAllBytes(file, new byte[1000]);
            File.SetLastWriteTimeUtc(file, _state.Clock.GetUtcNow().UtcDateTime.AddDays(-age));
            File.SetLastAccessTimeUtc(file, _state.Clock.GetUtcNow().UtcDateTime.AddDays(-age));
        }

        Keep();
        Assert.Equal(["1.safetensors", "2.safetensors"], Directory.GetFiles(Path.Combine(_state.Folder.Cache, "latents")).Select(path => Path.GetFileName(path)!).Order());
    }

    [Fact]
    public void A_backup_that_cannot_be_made_is_said_and_the_rest_is_done()
    {
        File.WriteAllText(_state.Folder.Backups, "a file where the folder should be");
        Directory.SetLastWriteTimeUtc(Directory.CreateDirectory(Path.Combine(_state.Folder.Recycle, "old")).FullName, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var housekeeper = Housekeeper();
        housekeeper.Keep();
        Assert.StartsWith("The last backup of the database could not be made:", Assert.Single(housekeeper.Warnings()), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_state.Folder.Recycle));

        File.Delete(_state.Folder.Backups);
        housekeeper.Keep();
        Assert.Empty(housekeeper.Warnings());
        Assert.Single(new DatabaseBackups(_state.Folder, _state.Clock).List());
    }

    private void Keep() => Housekeeper().Keep();

    private Housekeeper Housekeeper() => new(
        _state.Database, new DatabaseBackups(_state.Folder, _state.Clock), _state.Runs, _state.Folder, Options.Create(_options), _state.Clock, NullLogger<Housekeeper>.Instance);
}
