using EmoVoid.Core.Settings;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Queue;

/// <summary>What may start is started again.</summary>
internal sealed class ReleaseQueue(SettingStore settings, QueueAnswer answer) : EndpointWithoutRequest<QueueListView>
{
    public override void Configure()
    {
        Post("/queue/release");
        this.DescribeWithoutBody("queue", "Release the queue", "What may start is started again. Answers with the queue.");
    }

    public override Task<QueueListView> ExecuteAsync(CancellationToken ct)
    {
        settings.Set(SettingNames.QueueHeld, false);
        return Task.FromResult(answer.Of());
    }
}
