using EmoVoid.Core.Notifications;
using EmoVoid.Core.Notifications.Receivers;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Notifications;

/// <summary>The outbox, what fills it and what empties it, on a real database; its clock moves when the test moves it.</summary>
internal sealed class TestDeliveries : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly Posting _posting;
    private readonly List<Microsoft.Extensions.Hosting.BackgroundService> _hosts = [];

    public TestDeliveries(params WebhookOptions[] webhooks)
    {
        Options = new NotificationOptions { Webhooks = [.. webhooks] };
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        _posting = new Posting(options, State.Clock);
        Registry = new ReceiverRegistry(options, _posting, State.Clock);
        Outbox = new Outbox(State.Database, State.Clock);
    }

    public TestState State { get; } = new();
    public NotificationOptions Options { get; }
    public ReceiverRegistry Registry { get; }
    public Outbox Outbox { get; }
    public IEnumerable<string> Warnings => new DeliveryWarnings(Outbox, Registry, State.Clock).Warnings();

    public static WebhookOptions Webhook(TestReceiver receiver, params string[] events) =>
        new() { Name = "hook", Url = receiver.Url, Secret = Secret, Events = events.Length > 0 ? [.. events] : null };

    /// <summary>Makes the messages of what has happened so far.</summary>
    public void CatchUp()
    {
        while (Outbox.CatchUp(State.Events, new RunNotices(State.Runs, State.Folder, State.Clock), Registry.Of))
        {
        }
    }

    /// <summary>Starts the daemon's own services.</summary>
    public async Task Start()
    {
        _hosts.Add(new NoticeFeeder(
            State.Feed, State.Events, Outbox, new RunNotices(State.Runs, State.Folder, State.Clock), Registry, State.Clock, NullLogger<NoticeFeeder>.Instance));
        _hosts.Add(new DeliveryHost(Outbox, Registry, Microsoft.Extensions.Options.Options.Create(Options), State.Clock, NullLogger<DeliveryHost>.Instance));
        foreach (var host in _hosts)
            await host.StartAsync(CancellationToken.None);
    }

    public async Task Stop()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
        _hosts.Clear();
    }

    /// <summary>Waits until it is so, and lets the clock go on meanwhile, a second at a time.</summary>
    public Task Until(Func<bool> condition, string what) => Wait.Until(condition, what, meanwhile: () => State.Clock.Advance(TimeSpan.FromSeconds(1)));

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _posting.Dispose();
        State.Dispose();
    }
}
