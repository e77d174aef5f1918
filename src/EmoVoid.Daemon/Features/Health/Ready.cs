using FastEndpoints;

namespace EmoVoid.Daemon.Features.Health;

/// <summary>Whether the daemon can do its work.</summary>
internal sealed class Ready(Readiness readiness) : EndpointWithoutRequest<ReadyView>
{
    public override void Configure()
    {
        Get("/health/ready");
        RoutePrefixOverride("");
        AllowAnonymous();
        this.Describe("health", "Can it work?", "200 when the database answers, the state folder can be written and the trainer is there; else 503.");
        Description(route => route.Produces<ReadyView>(StatusCodes.Status503ServiceUnavailable));
    }

    // Anonymous: it says that something is wrong, and leaves paths and reasons to /api/v1/health.
    public override Task HandleAsync(CancellationToken ct) =>
        readiness.Problems().Any()
            ? Send.ResponseAsync(new ReadyView("not ready"), StatusCodes.Status503ServiceUnavailable, ct)
            : Send.ResponseAsync(new ReadyView("ready"), cancellation: ct);
}

/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
internal sealed record ReadyView(string Status);
