using System.CommandLine;
using EmoVoid.Daemon.Features.Health;
using EmoVoid.Daemon.Features.Queue;
using EmoVoid.Daemon.Features.Runs;
using static EmoVoid.Daemon.CommandLine.Remote.RemoteOptions;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>The commands that are asked of a running daemon. Exit code 0: done, 1: refused, with the reason, 69: no daemon is there.</summary>
internal static class RemoteCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "A run's id; latest is the newest run", HelpName = "ID", CompletionSources = { RunIds.OfRuns } };

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["pause"] = "Let a run save and wait for you",
        ["resume"] = "Let a paused run go on",
        ["cancel"] = "End a run; its folder is given back",
        ["retry"] = "Give a failed or cancelled run another try",
        ["hold"] = "Hold a queued run before its start",
        ["release"] = "Queue a held run again",
        ["save"] = "Save a checkpoint now",
        ["sample"] = "Make sample pictures now",
    };

    public static IEnumerable<Command> All() => [Status(), Runs(), Show(), Queue(), .. Verbs.Select(verb => OnRun(verb.Key, verb.Value)), Delete(), Move(), Log(), Watch(), .. GroupCommands.All()];

    private static Command Status() => Command("status", "Say what the daemon does now, and everything that keeps it from its work", async (daemon, call) =>
    {
        call.Print<HealthView>(await daemon.Get("health", call.Cancel), RunTables.Show);
        if (!call.WantsJson)
            RunTables.Show((await daemon.Get("runs?state=preparing,training&limit=500", call.Cancel)).As<Page<RunView>>());
        return 0;
    });

    private static Command Runs()
    {
        var states = new Option<string?>("--state") { Description = "Only runs in these states, with commas: queued, preparing, training, paused, completed, failed, cancelled", HelpName = "STATES" };
        return Command(
            "runs", "List the runs, the newest first",
            async (daemon, call) =>
            {
                var filter = call.Parsed.GetValue(states) is { } words ? "?state=" + Uri.EscapeDataString(words) : "";
                return call.Print<Page<RunView>>(await daemon.Get("runs" + filter, call.Cancel), RunTables.Show);
            },
            [states], isAboutStates: true);
    }

    private static Command Show() => Command(
        "show", "Show one run",
        async (daemon, call) => call.Print<RunView>(await daemon.Get(RouteIn(call), call.Cancel), RunTables.Show), [Id]);

    private static Command Queue()
    {
        var queue = Command(
            "queue", "List what waits, in its order, and why",
            async (daemon, call) => call.Print<QueueListView>(await daemon.Get("queue", call.Cancel), RunTables.Show));
        queue.Add(OnQueue("hold", "Start nothing any more; what trains goes on"));
        queue.Add(OnQueue("release", "Start again what may start"));
        return queue;
    }

    private static Command OnQueue(string verb, string description) => Command(
        verb, description,
        async (daemon, call) => call.Print<QueueListView>(await daemon.Post("queue/" + verb, null, call.Cancel), RunTables.Show));

    private static Command OnRun(string verb, string description) => Command(
        verb, description,
        async (daemon, call) => call.Print<RunView>(await daemon.Post($"{RouteIn(call)}/{verb}", null, call.Cancel), run => Console.WriteLine(RunText.Answer(run))), [Id]);

    private static Command Delete() => Command(
        "delete", "Delete a run that is over; its files go to recycle, its folder is given back",
        async (daemon, call) => call.Print<DeletedRunView>(
            await daemon.Delete(RouteIn(call), call.Cancel), gone => Console.WriteLine($"{gone.Run}: deleted; {(gone.Files is { } place ? "its files are in " + place : "it had no files")}")),
        [Id]);

    private static Command Move()
    {
        var position = new Argument<int>("POSITION") { Description = "Its place among the queued runs; 1 is the next one" };
        return Command(
            "move", "Give a queued run another place",
            async (daemon, call) => call.Print<QueueListView>(
                await daemon.Post("queue/move", new MoveInQueueRequest { Run = call.Parsed.GetRequiredValue(Id), Position = call.Parsed.GetValue(position) }, call.Cancel), RunTables.Show),
            [Id, position]);
    }

    private static Command Log()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is logged, until the run is over" };
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the last lines", DefaultValueFactory = _ => 200, HelpName = "N" };
        return Command(
            "log", "Show the end of a run's log",
            (daemon, call) => RemoteLog.Show(daemon, call.Parsed.GetRequiredValue(Id), call.Parsed.GetValue(lines), call.Parsed.GetValue(follow), call.Cancel), [Id, follow, lines]);
    }

    private static Command Watch()
    {
        var id = new Argument<string?>("ID") { Description = "A run's id, or latest: until it is over; exit code 1 when it is not completed. Left out: all runs, until this is stopped", Arity = ArgumentArity.ZeroOrOne, HelpName = "ID", CompletionSources = { RunIds.OfRuns } };
        return Command(
            "watch", "Tell what happens, as it happens",
            (daemon, call) => RemoteWatch.Follow(daemon, call.Parsed.GetValue(id), call.WantsJson, call.Cancel), [id]);
    }

    private static string RouteIn(RemoteCall call) => DaemonClient.RouteOf(call.Parsed.GetRequiredValue(Id));
}
