using System.Reflection;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Hosting;

/// <summary>A daemon that serves: its state folder is held, its database is current, its address is open.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningDaemon(WebApplication app) => _app = app;

    public static string Version { get; } = typeof(RunningDaemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Where it listens; a port 0 has become the one that was free.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Cancelled when the daemon is asked to end, by a signal or by its host.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <exception cref="CannotStartException">With every reason that a person can remove.</exception>
    public static async Task<RunningDaemon> Start(ServeSettings settings)
    {
        var app = DaemonApp.Build(settings);
        try
        {
            await Start(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var log = app.Services.GetRequiredService<ILogger<RunningDaemon>>();
        app.Lifetime.ApplicationStopping.Register(log.Stopping);
        log.Serving(Version, app.Services.GetRequiredService<StateFolder>().Inbox, string.Join(" ", app.Urls));
        return new RunningDaemon(app);
    }

    public Task UntilStopped() => _app.WaitForShutdownAsync();

    public Task Stop() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task Start(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is StateFolderException or DatabaseException)
        {
            throw new CannotStartException(e.Message);
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CannotStartException($"another program already listens there: {e.Message.TrimEnd('.')}; stop it, or listen elsewhere with --urls", CannotStartException.Occupied);
        }
    }
}
