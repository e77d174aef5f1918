using EmoVoid.Core.Notifications.Receivers;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Notifications;

/// <summary>
/// Fills the outbox. News only wake it: what is told is read from the events in the database, so that nothing is lost when the daemon dies and
/// nothing is told twice.
/// </summary>
internal sealed class NoticeFeeder(RunFeed feed, RunEventRows events, Outbox outbox, RunNotices notices, ReceiverRegistry receivers, TimeProvider time, ILogger<NoticeFeeder> log)
    : BackgroundService
{
    private static readonly TimeSpan AfterProblem = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        outbox.GiveUpOthers(receivers.Names);
        await CatchUp(stoppingToken);
        while (await subscription.News.WaitToReadAsync(stoppingToken))
        {
            var isEvent = false;
            while (subscription.News.TryRead(out var news))
                isEvent |= news.Event is not null;
            if (isEvent)
                await CatchUp(stoppingToken);
        }
    }

    private async Task CatchUp(CancellationToken stop)
    {
        while (true)
            try
            {
                while (outbox.CatchUp(events, notices, receivers.Of))
                {
                }
                return;
            }
#pragma warning disable CA1031 // Whatever it is, as a full disk: no message is worth the daemon, and the events wait in the database.
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.NoticesWait(e, AfterProblem);
                await Task.Delay(AfterProblem, time, stop);
            }
    }
}
