using System.CommandLine.Completions;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>The ids that a shell may complete, asked of the daemon; none when it does not answer at once.</summary>
internal static class RunIds
{
    private const int Most = 100;

    /// <summary>For a daemon that is there and does not answer; one that is not there is known at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IEnumerable<CompletionItem> OfRuns(CompletionContext context) => Ids(context, "runs") is { Count: > 0 } ids ? ids.Append(new CompletionItem("latest")) : [];

    public static IEnumerable<CompletionItem> OfGroups(CompletionContext context) => Ids(context, "groups");

    private static List<CompletionItem> Ids(CompletionContext context, string route)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var daemon = new DaemonClient(RemoteOptions.AddressOf(context.ParseResult));
            var items = JsonNode.Parse(daemon.Get(FormattableString.Invariant($"{route}?limit={Most}"), patience.Token).GetAwaiter().GetResult().Json)?["items"]?.AsArray();
            return [.. items?.Select(item => new CompletionItem((string)item!["id"]!)) ?? []];
        }
        // A line that is not finished may be wrong in any way, and a shell shows no reasons.
        catch (Exception e) when (e is CommandFailedException or CannotStartException or OperationCanceledException or JsonException or InvalidOperationException or IOException)
        {
            return [];
        }
    }
}
