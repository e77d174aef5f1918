using EmoVoid.Core.Notifications;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Notifications;

/// <summary>Sends a test to every receiver.</summary>
internal sealed class SendTest(TestNotice test) : EndpointWithoutRequest<TestView>
{
    public override void Configure()
    {
        Post("/notifications/test");
        this.Describe(
            "notifications", "Send a test",
            "Sends one message of the event test to every webhook and to ntfy at once, whatever events they ask for, and says who took it. Nothing is tried again.");
    }

    public override async Task<TestView> ExecuteAsync(CancellationToken ct)
    {
        var results = await test.Send(ct);
        return new TestView([.. results.Select(result => new TestResultView(result.Receiver, result.Problem is null, result.Problem))]);
    }
}

/// <param name="Receivers">One for each receiver of the configuration; empty when there is none.</param>
internal sealed record TestView(IReadOnlyList<TestResultView> Receivers);

/// <param name="Receiver">Its name.</param>
/// <param name="Taken">Whether it took the test.</param>
/// <param name="Problem">Why it did not; null when it did.</param>
internal sealed record TestResultView(string Receiver, bool Taken, string? Problem);
