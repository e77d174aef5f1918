using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary><c>emovoidd config</c>, and a daemon that is to start with what was meant.</summary>
public class ConfigCommandTests
{
    private const string Wrong = """
        { "EmoVoid": { "Devise": "cpu", "Niceness": 30, "Inbox": { "SettleSeconds": "five" }, "Housekeeping": { "At": "noon" } }, "Mqtt": { "Host": "broker" }, "Urls": "http://0.0.0.0:1" }
        """;

    [Fact]
    public async Task Every_mistake_is_named_at_once_by_the_check_and_by_a_daemon_that_does_not_start()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("state/emovoid.json", Wrong);
        string[] mistakes =
        [
            $"Mqtt is no setting (in {file}); did you mean EmoVoid:Mqtt?",
            $"EmoVoid:Devise is no setting (in {file}); did you mean EmoVoid:Device?",
            "EmoVoid:Inbox:SettelSeconds is no setting (in the environment); did you mean EmoVoid:Inbox:SettleSeconds?",
            $"EmoVoid:Inbox:SettleSeconds is 'five' (in {file}); it must be a number, from 0.1 to 3600 seconds.",
            "EmoVoid:Niceness must be from 0 to 19, but is 30.",
            "EmoVoid:Housekeeping:At must be a time of day, as 03:30, but is 'noon'.",
            "http://0.0.0.0:1 can be reached from other machines, which asks for a key",
        ];

        foreach (var command in new string[][] { ["config", "--check"], [] })
        {
            var refused = await Programs.Run(Binaries.Daemon, [.. command, "--state", folder["state"]], environment: new() { ["EmoVoid__Inbox__SettelSeconds"] = "5" });
            Assert.Equal(78, refused.ExitCode);
            Assert.StartsWith("emovoidd: 7 settings are wrong:", refused.Error);
            Assert.All(mistakes, mistake => Assert.Contains("\n- " + mistake, refused.Error));
            Assert.DoesNotContain("   at ", refused.Error);
        }
        Assert.Equal(["emovoid.json"], Directory.EnumerateFileSystemEntries(folder["state"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Good_settings_are_called_good()
    {
        using var folder = new TemporaryFolder();
        folder.Write("state/emovoid.json", """{ "$schema": "x", "EmoVoid": { "device": "cpu" }, "Logging": { "LogLevel": { "Default": "Debug" } } }""");

        var check = await Programs.Run(Binaries.Daemon, ["config", "--check", "--state", folder["state"]]);

        Assert.Equal((0, "The settings are good."), (check.ExitCode, check.Output.Trim()));
    }

    [Fact]
    public async Task A_verb_does_not_pass_over_what_is_mistyped()
    {
        using var folder = new TemporaryFolder();
        folder.Write("state/emovoid.json", """{ "EmoVoid": { "Modles": { "anima": { "ComfyUI": "/srv" } } } }""");

        var refused = await Programs.Run(Binaries.Daemon, ["models", "check", "--state", folder["state"]]);

        Assert.Equal(78, refused.ExitCode);
        Assert.Contains("did you mean EmoVoid:Models?", refused.Error);
    }

    [Fact]
    public async Task Every_value_is_shown_with_its_source_and_no_secret()
    {
        using var folder = new TemporaryFolder();
        var machine = folder.Write("etc/emovoid.json", """{ "EmoVoid": { "Niceness": 3, "ApiKey": "0123456789abcdef-key", "Webhooks": [ { "Url": "https://host/s3cret", "Secret": "0123456789abcdef-sign" } ] } }""");
        var state = folder.Write("state/emovoid.json", """{ "EmoVoid": { "DefaultModel": "anima-nano", "Ntfy": { "Topic": "s3cret" } } }""");

        var shown = await Programs.Run(
            Binaries.Daemon, ["config", "--state", folder["state"], "--config", machine, "--EmoVoid:Device=cpu"], environment: new() { ["EmoVoid__MostFailures"] = "5" });

        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.All(
            [
                $"# {machine}: read", $"# {state}: read", $"EmoVoid:Niceness = 3  ({machine})", $"EmoVoid:DefaultModel = anima-nano  ({state})", "EmoVoid:MostFailures = 5  (the environment)",
                "EmoVoid:Device = cpu  (the command line)", "EmoVoid:HangTimeout = 00:05:00  (default)", $"EmoVoid:ApiKey = ********  ({machine})", $"EmoVoid:Webhooks:0:Url = ********  ({machine})",
                $"EmoVoid:Ntfy:Topic = ********  ({state})", "Urls = http://127.0.0.1:8787  (default)",
            ],
            line => Assert.Contains(line + "\n", shown.Output));
        Assert.DoesNotContain("s3cret", shown.Output);
        Assert.DoesNotContain("0123456789abcdef", shown.Output);
    }

    [Fact]
    public async Task All_settings_are_explained_within_a_hundred_columns_and_as_json()
    {
        var text = await Programs.Run(Binaries.Daemon, ["config", "--explain"]);
        var json = JsonNode.Parse((await Programs.Run(Binaries.Daemon, ["config", "--explain", "--json"])).Output)!.AsArray();
        var one = await Programs.Run(Binaries.Daemon, ["config", "--explain", "SettleSeconds"]);
        var none = await Programs.Run(Binaries.Daemon, ["config", "--explain", "Nothing"]);

        Assert.DoesNotContain(text.Output.Split('\n'), line => line.Length > 100);
        Assert.All(json, setting => Assert.Contains(setting!.Text("key") + "\n", text.Output));
        Assert.Contains(json, setting => setting!.Text("key") == "EmoVoid:ApiKey");
        Assert.Equal("EmoVoid:Inbox:SettleSeconds\n    number, from 0.1 to 3600 seconds; default: 5\n    How long nothing in a folder may have changed before it is taken.\n", one.Output.TrimEnd() + "\n");
        Assert.Equal(1, none.ExitCode);
    }
}
