using EmoVoid.Core.Inbox;
using EmoVoid.Core.Inbox.Uploads;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;

namespace EmoVoid.Core;

/// <summary>What has to be right before anything else of Core starts: the state folder, held for this process alone, and the database.</summary>
internal sealed class CoreStart(StateFolder state, DatabaseRescue rescue, DatabaseMigrator migrator, Intake intake, ZipUploads uploads) : IHostedService, IDisposable
{
    private IDisposable? held;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        state.Prepare();
        held = state.Lock();
        rescue.Run();
        migrator.Migrate();
        intake.ReturnOrphans();
        uploads.Clear();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => held?.Dispose();
}
