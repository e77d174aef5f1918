using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary>What root types on a machine with the service: nothing of root's is left in the state folder.</summary>
public class RootTests
{
    private const string Configuration = """{ "EmoVoid": { "Models": { "mine": { "ComfyUI": "/srv/models" } } } }""";

    [Fact]
    public async Task Every_file_in_the_state_folder_belongs_to_its_owner_whatever_root_asks_for()
    {
        using var machine = await Installed.Make();
        await machine.Configure(Configuration);

        Assert.Equal(0, (await machine.Run(Binaries.Daemon, "keys", "add", "me")).ExitCode);
        Assert.Contains("me ", (await machine.Run(Binaries.Daemon, "keys", "list")).Output);
        Assert.Contains(Installed.State, (await machine.Run(Binaries.Daemon, "backup")).Output);
        Assert.Contains("mine: not ready", (await machine.Run(Binaries.Daemon, "models", "check")).Output);
        Assert.Contains("No run waits", (await machine.Run(Binaries.Daemon, "schedule")).Output);
        Assert.Equal(0, (await machine.Run(Binaries.Daemon, "restore")).ExitCode);
        Assert.Contains($"# {Installed.State}/emovoid.json: not there", (await machine.Run(Binaries.Daemon, "config")).Output);

        Assert.True(File.Exists(Path.Combine(machine.Seen, "emovoid.db")));
        Assert.Equal([$"{Installed.User}:{Installed.Group}"], await machine.Owners());
    }

    [Fact]
    public async Task A_daemon_that_root_starts_there_serves_as_the_owner_with_the_owners_groups()
    {
        using var machine = await Installed.Make();
        await machine.Configure(Configuration);
        await using (var daemon = await DaemonRunner.Start(Installed.State, within: machine.Within, environment: new() { ["TMPDIR"] = "/root" }))
        {
            var status = await File.ReadAllLinesAsync($"/proc/{daemon.Process.Id}/status", TestContext.Current.CancellationToken);
            Assert.Equal(Same(Installed.User), Of("Uid"));
            Assert.Equal(Same(Installed.Group), Of("Gid"));
            Assert.Equal([Installed.Group, Installed.RenderGroup], Of("Groups").Order());
            Assert.Contains("mine", await daemon.Http.GetStringAsync("/api/v1/models", TestContext.Current.CancellationToken));
            Assert.Equal(0, await daemon.Terminate());

            uint[] Of(string name) => [.. status.Single(line => line.StartsWith(name + ":")).Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1..].Select(uint.Parse)];
        }

        Assert.Equal([$"{Installed.User}:{Installed.Group}"], await machine.Owners());

        static uint[] Same(uint id) => [id, id, id, id];
    }

    [Theory]
    [InlineData("0", Installed.State)]
    [InlineData("64123", Installed.State)]
    [InlineData("64126", "/nowhere/.local/state/emovoid")]
    public async Task Root_and_the_services_user_mean_the_services_state_folder_and_others_their_own(string user, string folder)
    {
        using var machine = await Installed.Make();

        var shown = await machine.Run("env", "HOME=/nowhere", "setpriv", "--reuid", user, "--clear-groups", Binaries.Daemon, "config");

        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains($"# {folder}/emovoid.json: not there\n", shown.Output);
    }

    [Fact]
    public async Task An_owner_whom_the_machine_does_not_know_by_name_is_served_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        using var folder = new TemporaryFolder();
        await Installed.Shell($"chmod o+x '{folder.Path}' && mkdir '{folder["state"]}' && chown 64126:64127 '{folder["state"]}'");

        var added = await Programs.Run(Binaries.Daemon, ["keys", "add", "me", "--state", folder["state"]]);

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Equal("64126:64127", (await Programs.Run("stat", ["-c", "%u:%g", folder["state", "emovoid.db"]])).Output.Trim());
    }

    [Fact]
    public async Task An_owner_who_may_not_run_the_program_is_told_of()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        using var folder = new TemporaryFolder();
        await Installed.Shell($"mkdir '{folder["state"]}' && chown 64126:64127 '{folder["state"]}' && cp -r '{Binaries.DaemonFolder}' '{folder["program"]}'");

        var refused = await Programs.Run(folder["program", "emovoidd"], ["keys", "list", "--state", folder["state"]]);

        Assert.Equal(78, refused.ExitCode);
        Assert.Contains($"{folder["state"]} belongs to 64126", refused.Error);
        Assert.Contains("Permission denied", refused.Error);
        Assert.DoesNotContain("   at ", refused.Error);
    }
}
