using FastEndpoints;

namespace EmoVoid.Daemon.Features.Health;

/// <summary>Whether the process answers at all.</summary>
internal sealed class Live : EndpointWithoutRequest<Liveness>
{
    public override void Configure()
    {
        Get("/health/live");
        RoutePrefixOverride("");
        AllowAnonymous();
        this.Describe("health", "Is the process alive?", "For those who restart a process that does not answer.");
    }

    public override Task<Liveness> ExecuteAsync(CancellationToken ct) => Task.FromResult(new Liveness("alive"));
}

/// <param name="Status">Always <c>alive</c>.</param>
internal sealed record Liveness(string Status);
