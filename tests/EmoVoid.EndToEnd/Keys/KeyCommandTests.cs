using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;
using static System.Net.HttpStatusCode;

namespace EmoVoid.EndToEnd.Keys;

/// <summary><c>emovoidd keys</c>, beside a running daemon and before the first start.</summary>
public class KeyCommandTests
{
    private const string Runs = "/api/v1/runs";

    [Fact]
    public async Task A_key_made_while_the_daemon_runs_locks_the_door_at_once_and_a_revoked_one_opens_it_no_more()
    {
        await using var daemon = await DaemonRunner.Start();
        Assert.Equal(OK, await daemon.StatusOf("GET", Runs));

        var admin = await KeysCommand.Add(daemon.State, "admin", "write");
        Assert.Equal((Unauthorized, OK), (await daemon.StatusOf("GET", Runs), await daemon.StatusOf("GET", Runs, admin)));

        var second = await KeysCommand.Add(daemon.State, "second", "read");
        Assert.Equal((OK, OK), (await daemon.StatusOf("GET", Runs, admin), await daemon.StatusOf("GET", Runs, second)));

        await KeysCommand.Revoke(daemon.State, "admin");
        Assert.Equal((Unauthorized, OK), (await daemon.StatusOf("GET", Runs, admin), await daemon.StatusOf("GET", Runs, second)));

        await KeysCommand.Revoke(daemon.State, "second");
        Assert.Equal(OK, await daemon.StatusOf("GET", Runs));
        Assert.Contains("Keys in the database: second (read)", daemon.Log);
        Assert.DoesNotContain(admin, daemon.Log);
    }

    [Fact]
    public async Task The_first_key_says_what_changes_and_the_key_alone_goes_to_standard_output()
    {
        using var state = new TemporaryFolder();

        var first = await KeysCommand.Run(state.Path, "add", "grafana");
        var second = await KeysCommand.Run(state.Path, "add", "me", "--scope", "write");

        Assert.Matches("^emovoid_[A-Za-z0-9_-]{43}\n$", first.Output);
        Assert.Contains("'grafana' of scope read", first.Error);
        Assert.Contains(state.Path, first.Error);
        Assert.Contains("From now on every request needs one, also on this machine", first.Error);
        Assert.Contains("emovoidd keys add NAME --scope write", first.Error);
        Assert.Matches("^emovoid_[A-Za-z0-9_-]{43}\n$", second.Output);
        Assert.DoesNotContain("first key", second.Error);
    }

    [Fact]
    public async Task The_list_has_names_and_scopes_and_nothing_that_lets_one_in()
    {
        using var state = new TemporaryFolder();
        var none = await KeysCommand.Run(state["nowhere"], "list");
        Assert.Contains("There are no keys", none.Output);
        Assert.False(Directory.Exists(state["nowhere"]));

        var key = await KeysCommand.Add(state.Path, "grafana", "read");
        await KeysCommand.Add(state.Path, "me", "write");
        state.Write("emovoid.json", "{\"EmoVoid\":{\"ApiKey\":\"0123456789abcdef-test\"}}");
        var list = await KeysCommand.Run(state.Path, "list");

        Assert.Equal(0, list.ExitCode);
        Assert.Equal(
            ["NAME SCOPE MADE", "grafana read", "me write", "configuration write"],
            list.Output.TrimEnd().Split('\n').Select((line, row) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..(row == 0 ? 3 : 2)])));
        Assert.DoesNotContain(key["emovoid_".Length..], list.Output);
        Assert.DoesNotContain("0123456789abcdef", list.Output);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_one_line_with_exit_code_1()
    {
        using var state = new TemporaryFolder();
        await KeysCommand.Add(state.Path, "me", "write");

        foreach (var (arguments, reason) in new (string[], string)[]
        {
            (["add", "me"], "there is already a key 'me'"),
            (["add", "two words"], "'two words' cannot be the name of a key"),
            (["add", "x", "--scope", "admin"], "'admin' is no scope; it is read or write"),
            (["add", "x", "--scope", "1"], "'1' is no scope"),
            (["revoke", "you"], "there is no key 'you'; there are me"),
            (["revoke", "configuration"], "take it out of emovoid.json"),
        })
        {
            var refused = await KeysCommand.Run(state.Path, arguments);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(reason, refused.Error);
            Assert.DoesNotContain("   at ", refused.Error);
            Assert.DoesNotContain("emovoid_", refused.Output);
        }
        Assert.Equal(["me"], (await KeysCommand.Run(state.Path, "list")).Output.Split('\n')[1..^1].Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_database_that_is_none_is_told_of_in_words()
    {
        using var state = new TemporaryFolder();
        state.Write("emovoid.db", new string('x', 4096));

        foreach (var arguments in new[] { new[] { "list" }, ["add", "x"], ["revoke", "x"] })
        {
            var refused = await KeysCommand.Run(state.Path, arguments);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(state.Path, refused.Error);
            Assert.DoesNotContain("   at ", refused.Error);
        }
    }

    [Fact]
    public async Task A_key_that_was_made_before_the_first_start_lets_the_daemon_listen_to_other_machines()
    {
        using var state = new TemporaryFolder();
        var key = await KeysCommand.Add(state.Path, "me", "write");

        await using var daemon = await DaemonRunner.Start(state.Path, listen: "0.0.0.0");

        Assert.Equal((Unauthorized, OK), (await daemon.StatusOf("GET", Runs), await daemon.StatusOf("GET", Runs, key)));
        await KeysCommand.Revoke(state.Path, "me");
        var nobody = await daemon.Ask("GET", Runs);
        Assert.Equal(Unauthorized, nobody.Status);
        Assert.Contains("has no key, so nobody is let in", nobody.Detail);
    }

    [Fact]
    public async Task A_daemon_that_other_machines_can_reach_mends_its_damaged_database_and_lets_nobody_in_until_it_has_a_key()
    {
        using var state = new TemporaryFolder();
        state.Write("emovoid.db", new string('x', 4096));

        await using var daemon = await DaemonRunner.Start(state.Path, listen: "0.0.0.0", expectedErrors: ["The database was damaged"]);

        Assert.Equal(Unauthorized, await daemon.StatusOf("GET", Runs));
        var key = await KeysCommand.Add(state.Path, "me", "write");
        Assert.Equal((Unauthorized, OK), (await daemon.StatusOf("GET", Runs), await daemon.StatusOf("GET", Runs, key)));
    }

    [Fact]
    public async Task The_key_of_the_configuration_is_one_more_of_scope_write()
    {
        const string configured = "0123456789abcdef-test";
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:ApiKey=" + configured]);
        var made = await KeysCommand.Add(daemon.State, "made", "read");

        Assert.Equal((OK, OK, Unauthorized), (await daemon.StatusOf("GET", Runs, configured), await daemon.StatusOf("GET", Runs, made), await daemon.StatusOf("GET", Runs)));
        Assert.Equal(UnsupportedMediaType, await daemon.StatusOf("POST", "/api/v1/recommendations", configured)); // let in, and told that it has no body
        await KeysCommand.Revoke(daemon.State, "made");
        Assert.Equal((OK, Unauthorized), (await daemon.StatusOf("GET", Runs, configured), await daemon.StatusOf("GET", Runs)));
    }
}
