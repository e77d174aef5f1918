using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary><c>--config</c>: the configuration of the machine, and what goes before it.</summary>
public class ConfigFileTests
{
    private const string Machine = """{ "EmoVoid": { "DefaultModel": "machine", "Models": { "machine": { "ComfyUI": "/m" }, "state": { "ComfyUI": "/m" }, "environment": { "ComfyUI": "/m" }, "line": { "ComfyUI": "/m" } } } }""";

    [Fact]
    public async Task The_state_folders_file_goes_before_the_machines_and_the_environment_before_both()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("etc/.machine.json", Machine);

        Assert.Contains("machine (default)", (await ModelsCheck()).Output);
        folder.Write("state/emovoid.json", """{ "EmoVoid": { "DefaultModel": "state" } }""");
        Assert.Contains("state (default)", (await ModelsCheck()).Output);
        Assert.Contains("environment (default)", (await ModelsCheck(new() { ["EmoVoid__DefaultModel"] = "environment" })).Output);

        Task<Programs.Result> ModelsCheck(Dictionary<string, string>? environment = null) =>
            Programs.Run(Binaries.Daemon, ["models", "check", "--state", folder["state"], "--config", file], environment: environment);
    }

    [Fact]
    public async Task The_command_line_goes_before_all_and_the_daemon_reads_the_machines_file_too()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("etc/emovoid.json", Machine);
        folder.Write("state/emovoid.json", """{ "EmoVoid": { "DefaultModel": "state" } }""");
        await using var daemon = await DaemonRunner.Start(
            folder["state"], within: ["/bin/sh", "-c", "exec \"$@\" --config " + file, "sh"], settings: ["EmoVoid:DefaultModel=line"], environment: new() { ["EmoVoid__DefaultModel"] = "environment" });

        var models = await daemon.Http.GetJson("/api/v1/models");

        Assert.Contains("\"machine\"", models.ToJsonString());
        Assert.Equal("line", models.Text("default"));
    }

    [Theory]
    [InlineData]
    [InlineData("keys", "list")]
    [InlineData("models", "check")]
    [InlineData("schedule")]
    [InlineData("backup")]
    [InlineData("runs")]
    public async Task A_named_file_that_is_not_there_is_refused_in_words(params string[] verb)
    {
        using var folder = new TemporaryFolder();

        var refused = await Programs.Run(Binaries.Daemon, [.. verb, "--config", folder["gone.json"]], environment: new() { ["STATE_DIRECTORY"] = folder["state"] });

        Assert.Equal(78, refused.ExitCode);
        Assert.StartsWith($"emovoidd: there is no configuration file {folder["gone.json"]}", refused.Error);
        Assert.Single(refused.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task A_file_that_is_not_json_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("emovoid.json", "{ EmoVoid: 1 }");

        foreach (var verb in new string[][] { [], ["keys", "list"], ["runs"] })
        {
            var refused = await Programs.Run(Binaries.Daemon, [.. verb, "--config", file], environment: new() { ["STATE_DIRECTORY"] = folder["state"] });
            Assert.Equal(78, refused.ExitCode);
            Assert.StartsWith($"emovoidd: {file} cannot be read: ", refused.Error);
            Assert.DoesNotContain("   at ", refused.Error);
        }
    }
}
