using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Groups;

/// <summary>Looks for groups that are over whenever a run is, and at the start for those that an earlier daemon could not end any more.</summary>
internal sealed class GroupHost(GroupStore groups, GroupEnding ending, RunFeed feed, TimeProvider time, ILogger<GroupHost> log) : BackgroundService
{
    private static readonly TimeSpan AfterProblem = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        do
        {
            await EndThoseThatAreOver(stoppingToken);
        }
        while (await UntilOneMayBeOver(subscription, stoppingToken));
    }

    private static async Task<bool> UntilOneMayBeOver(RunFeed.Subscription subscription, CancellationToken stop)
    {
        while (await subscription.News.WaitToReadAsync(stop))
        {
            // What was lost may be what counts.
            var mayBe = subscription.TakeLoss();
            while (subscription.News.TryRead(out var news))
                mayBe |= news is RunDeleted || (news is RunMoved { Run.GroupId: not null } moved && moved.Run.State.IsOver());
            if (mayBe)
                return true;
        }

        return false;
    }

    private async Task EndThoseThatAreOver(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var isDone = true;
            foreach (var group in groups.Ending())
                isDone &= TryEnd(group.Id);
            if (isDone)
                return;
            await Task.Delay(AfterProblem, time, stop);
        }
    }

    private bool TryEnd(string group)
    {
        try
        {
            ending.EndIfOver(group);
            return true;
        }
#pragma warning disable CA1031 // As a full disk: the group waits as it is, and the daemon goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.GroupNotEnded(e, group, AfterProblem);
            return false;
        }
    }
}
