using FastEndpoints;

namespace EmoVoid.Daemon.Features.Health;

/// <summary>Whether a daemon is there.</summary>
internal sealed class Ping : EndpointWithoutRequest<Pong>
{
    public override void Configure()
    {
        Get("/ping");
        RoutePrefixOverride("");
        AllowAnonymous();
        this.Describe("health", "Is a daemon there?", "Answers at once and asks for no key.");
    }

    public override Task<Pong> ExecuteAsync(CancellationToken ct) => Task.FromResult(new Pong("pong"));
}

/// <param name="Answer">Always <c>pong</c>.</param>
internal sealed record Pong(string Answer);
