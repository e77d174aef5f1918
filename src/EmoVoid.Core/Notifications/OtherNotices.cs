using System.Text.RegularExpressions;
using EmoVoid.Core.Health;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Notifications.Receivers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Notifications;

/// <summary>Tells of folders that were sent back.</summary>
internal sealed class RejectionNotices(Outbox outbox, ReceiverRegistry receivers, TimeProvider time, ILogger<RejectionNotices> log) : IRejectionListener
{
    public void Rejected(string folder, string path, IReadOnlyList<string> problems)
    {
        try
        {
            outbox.Put(
                new Notice
                {
                    Id = RunNotices.NewId(time), Event = NoticeKind.Rejected, At = time.GetUtcNow(),
                    Title = $"{folder} was rejected", Message = string.Join("\n", problems), Inbox = new RejectedFolder(folder, path, problems),
                },
                receivers.Of(NoticeKind.Rejected));
        }
#pragma warning disable CA1031 // The folder is where it should be, with its reasons: a message is not worth more.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.NoticeLost(e, NoticeKind.Rejected);
        }
    }
}

/// <summary>Looks at the daemon's health once a minute and tells of each new warning.</summary>
internal sealed partial class WarningNotices(Lazy<IEnumerable<IHealthWarnings>> health, Outbox outbox, ReceiverRegistry receivers, TimeProvider time, ILogger<WarningNotices> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private HashSet<string> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (receivers.Of(NoticeKind.Warning).Count == 0)
            return;
        using var timer = new PeriodicTimer(Every, time);
        do
            Look();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look()
    {
        try
        {
            var now = health.Value.SelectMany(one => one.Warnings()).GroupBy(Kind).ToDictionary(same => same.Key, same => same.First());
            foreach (var (kind, warning) in now)
                if (!_told.Contains(kind))
                    Tell(warning);
            _told = [.. now.Keys];
        }
#pragma warning disable CA1031 // As a database that does not answer; the next look tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.NoticeLost(e, NoticeKind.Warning);
        }
    }

    private void Tell(string warning) => outbox.Put(
        new Notice { Id = RunNotices.NewId(time), Event = NoticeKind.Warning, At = time.GetUtcNow(), Title = "The daemon has a warning", Message = warning },
        receivers.Of(NoticeKind.Warning));

    // A number that grows makes no other warning.
    private static string Kind(string warning) => Numbers().Replace(warning, "#");

    [GeneratedRegex(@"[\d.:,]*\d")]
    private static partial Regex Numbers();
}
