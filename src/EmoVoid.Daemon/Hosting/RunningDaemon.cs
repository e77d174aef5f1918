using System.Reflection;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using Microsoft.AspNetCore.Connections;

namespace EmoVoid.Daemon.Hosting;

/// <summary>A daemon that serves: its state folder is held, its database is current, its address is open.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDisposable _hold;

    private RunningDaemon(WebApplication app, IDisposable hold) => (_app, _hold) = (app, hold);

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens; a port 0 has become the one that was free.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <exception cref="CannotStartException">With every reason that a person can remove.</exception>
    public static async Task<RunningDaemon> Start(ServeSettings settings)
    {
        var folders = new StateFolder(settings.StateFolder);
        var hold = Hold(folders);
        try
        {
            var app = DaemonApp.Build(settings);
            await Start(app);
            var log = app.Services.GetRequiredService<ILogger<RunningDaemon>>();
            app.Lifetime.ApplicationStopping.Register(log.Stopping);
            log.Serving(Version, folders.Inbox, string.Join(" ", app.Urls));
            return new RunningDaemon(app, hold);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    public static string Version { get; } = typeof(RunningDaemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public Task UntilStopped(CancellationToken cancel = default) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _hold.Dispose();
    }

    private static IDisposable Hold(StateFolder folders)
    {
        try
        {
            folders.Prepare();
        }
        catch (StateFolderException e)
        {
            throw new CannotStartException(e.Message);
        }

        try
        {
            return folders.Lock();
        }
        catch (StateFolderException e)
        {
            throw new CannotStartException(e.Message, CannotStartException.Occupied);
        }
    }

    private static async Task Start(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<DatabaseMigrator>().Migrate();
            await app.StartAsync();
        }
        catch (DatabaseException e)
        {
            throw new CannotStartException(e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CannotStartException($"another program already listens there: {e.Message.TrimEnd('.')}; stop it, or listen elsewhere with --urls", CannotStartException.Occupied);
        }
    }
}
