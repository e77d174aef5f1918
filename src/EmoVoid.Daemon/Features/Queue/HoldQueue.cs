using EmoVoid.Core.Settings;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Queue;

/// <summary>Nothing is started any more, over restarts too; what trains goes on.</summary>
internal sealed class HoldQueue(SettingStore settings, QueueAnswer answer) : EndpointWithoutRequest<QueueListView>
{
    public override void Configure()
    {
        Post("/queue/hold");
        this.DescribeWithoutBody("queue", "Hold the queue", "Nothing is started any more, over restarts too; what trains goes on. Answers with the queue.");
    }

    public override Task<QueueListView> ExecuteAsync(CancellationToken ct)
    {
        settings.Set(SettingNames.QueueHeld, true);
        return Task.FromResult(answer.Of());
    }
}
