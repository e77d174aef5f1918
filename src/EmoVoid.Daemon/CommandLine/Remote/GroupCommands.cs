using System.CommandLine;
using EmoVoid.Daemon.Features.Groups;
using EmoVoid.Daemon.Features.Runs;
using static EmoVoid.Daemon.CommandLine.Remote.RemoteOptions;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>What a running daemon is asked of groups of runs.</summary>
internal static class GroupCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "A group's id", HelpName = "ID", CompletionSources = { RunIds.OfGroups } };

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["pause"] = "Let every run of a group save and wait for you",
        ["resume"] = "Let the paused runs of a group go on",
        ["cancel"] = "End every run of a group that is not over",
    };

    public static IEnumerable<Command> All() => [Groups(), Group()];

    private static Command Groups() => Command(
        "groups", "List the groups of runs that folders became by their [sweep], the newest first",
        async (daemon, call) => call.Print<Page<GroupView>>(await daemon.Get("groups", call.Cancel), GroupTables.Show));

    private static Command Group()
    {
        var group = new Command("group", "Show a group of runs, or ask something of all of them")
        {
            Command("show", "Show the runs of a group beside each other, and which to take", async (daemon, call) => call.Print<GroupView>(await daemon.Get(RouteIn(call), call.Cancel), GroupTables.Show), [Id]),
            Command("delete", "Delete a group that is over and all its runs; files go to recycle, the folder is given back", async (daemon, call) => call.Print<DeletedGroupView>(await daemon.Delete(RouteIn(call), call.Cancel), gone => Console.WriteLine($"{gone.Group}: deleted")), [Id]),
        };
        foreach (var (verb, description) in Verbs)
            group.Add(Command(verb, description, async (daemon, call) => call.Print<GroupView>(await daemon.Post($"{RouteIn(call)}/{verb}", null, call.Cancel), GroupTables.Show), [Id]));
        return group;
    }

    private static string RouteIn(RemoteCall call) => "groups/" + Uri.EscapeDataString(call.Parsed.GetRequiredValue(Id));
}
