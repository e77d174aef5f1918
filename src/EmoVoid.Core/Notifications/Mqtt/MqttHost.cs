using EmoVoid.Core.Health;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>Keeps a connection to the broker for as long as the daemon lives: a lost one is a warning of its health, and made anew with longer and longer waits.</summary>
internal sealed class MqttHost(
    IOptions<MqttOptions> options, RunFeed feed, MqttStateSource state, SheetPicture sheet, MqttButtons buttons, TimeProvider time, ILogger<MqttHost> log)
    : BackgroundService, IHealthWarnings
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(1);

    private volatile string? _problem;

    public IEnumerable<string> Warnings() => _problem is { } problem ? [problem] : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
            return;
        using var news = feed.Subscribe();
        var wait = FirstWait;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await Serve(news, stoppingToken))
                wait = FirstWait;
            if (stoppingToken.IsCancellationRequested)
                return;
            await Task.Delay(wait, time, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <returns>Whether there was a connection for a while.</returns>
    private async Task<bool> Serve(RunFeed.Subscription news, CancellationToken stop)
    {
        var isConnected = false;
        try
        {
            using var session = new MqttSession(options.Value, state, sheet, buttons, time, log);
            await session.Connect(stop);
            isConnected = true;
            Recover();
            await session.Follow(news, stop);
            if (!stop.IsCancellationRequested)
                Lose("the connection was lost");
        }
#pragma warning disable CA1031 // Whatever it is, of the network or of the broker: it is told once, and tried again for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!stop.IsCancellationRequested)
                Lose((e.InnerException ?? e).Message);
        }

        return isConnected;
    }

    // A line when it is lost and one when it is back, however often it is tried in between.
    private void Lose(string why)
    {
        if (_problem is null)
            log.BrokerLost(Broker, why);
        _problem = $"The MQTT broker {Broker} cannot be reached: {why.TrimEnd('.')}. It is tried again and again.";
    }

    private void Recover()
    {
        _problem = null;
        log.BrokerConnected(Broker);
    }

    private string Broker => $"{options.Value.Host}:{options.Value.ActualPort}";
}
