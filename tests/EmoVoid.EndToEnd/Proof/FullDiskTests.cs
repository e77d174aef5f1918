using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>
/// A disk that is really full while a run is trained: the run waits and says why, the daemon lives and says so too, nothing is torn, and with
/// room the run goes on and is the same run.
/// </summary>
public class FullDiskTests
{
    private const int Megabytes = 64;

    private const string Sidecar = "name = \"same\"\n[train]\nsteps = 60\nsave_every = 12\nresolution = 64\nstop_loss = 2.0\n[sample]\ncount = 0\n";

    private static readonly string[] Settings = ["EmoVoid:RetryDelay=00:00:00.200", "EmoVoid:MinimumFreeMegabytes=2", "EmoVoid:LookEvery=00:00:01"];

    [Fact]
    public async Task A_run_whose_disk_is_full_waits_and_is_the_same_run_once_there_is_room()
    {
        var fills = ProofSize.Of(small: 1, full: 6);
        var chance = new Random(ProofSize.Seed);
        var uncut = (await Train([])).Checkpoints;
        for (var i = 0; i < fills; i++)
        {
            var (checkpoints, waited) = await Train([chance.Next(2, 58)]);
            Assert.Equal(uncut, checkpoints);
            Assert.True(waited);
        }

        ProofSize.Say("a disk that is really full", string.Create(CultureInfo.InvariantCulture, $"{fills} times on a file system of {Megabytes} MB; every run waited with its reason, nothing torn, all identical"));
    }

    /// <param name="fillAt">Steps after which no byte is free any more.</param>
    private static async Task<(List<string> Checkpoints, bool Waited)> Train(int[] fillAt)
    {
        using var disk = await TinyDisk.Make(Megabytes);
        await using var daemon = await DaemonRunner.Start(disk.Path, Settings, expectedErrors: ["disk is full", "No space left on device"], within: disk.Within);
        // An outsider puts the folder down where the daemon sees it.
        Pictures.WriteDataset(disk.Seen(daemon, "inbox", "same"), 3, Sidecar);
        var waited = false;
        foreach (var step in fillAt)
        {
            await Wait.Until(async () => await Run(daemon) is { } run && (int?)run["progress"]?["step"] >= step, () => daemon.Log);
            disk.Fill(daemon);
            waited |= await WaitsWithItsReason(daemon);
            await NothingIsTorn(disk, daemon);
            disk.MakeRoom(daemon);
        }

        await Wait.Until(async () => await Run(daemon) is { } run && run.Text("state") is "completed" or "failed", () => daemon.Log);
        var ended = (await Run(daemon))!;
        Assert.True(ended.Text("state") == "completed", $"{ended}\n{daemon.Log}");
        if (fillAt.Length > 0)
            Assert.Contains((await daemon.Http.GetJson($"/api/v1/runs/{ended.Text("id")}/events", "application/json"))["items"]!.AsArray(), one => TellsOfWant(one!.Text("message") ?? ""));
        return ([.. (await Checkpoints(daemon)).Where(one => one.Text("reason") != "stop").Select(one => $"{(int)one["step"]!} {one.Text("reason")} {one.Text("sha256")}")], waited);
    }

    /// <summary>That the API says what the run waits for, and that the daemon is there to say it.</summary>
    private static async Task<bool> WaitsWithItsReason(DaemonRunner daemon)
    {
        await Wait.Until(
            async () =>
            {
                var health = await daemon.Http.GetJson("/api/v1/health");
                var run = (await Run(daemon))!;
                Assert.True(run.Text("state") is not "failed" and not "completed", $"{run}\n{daemon.Log}");
                return health["warnings"]!.AsArray().Any(one => one!.ToString().Contains("MB are free", StringComparison.Ordinal))
                    && !Processes.ChildrenOf(daemon.Process.Id).Any();
            },
            () => daemon.Log);
        Assert.True((await daemon.Http.GetAsync("/ping")).IsSuccessStatusCode);
        // Whether a byte was left in a file that is there already, nobody can know; a mistake of the daemon's it is not.
        using var written = await daemon.Http.PostAsync("/api/v1/queue/release", null);
        Assert.True((int)written.StatusCode is 200 or 503, await written.Content.ReadAsStringAsync());
        return true;
    }

    private static bool TellsOfWant(string message) =>
        message.StartsWith("The disk was full", StringComparison.Ordinal) || message.Contains("othing could be written", StringComparison.Ordinal);

    private static async Task NothingIsTorn(TinyDisk disk, DaemonRunner daemon)
    {
        foreach (var checkpoint in await Checkpoints(daemon))
        {
            var file = disk.Seen(daemon, "work", "same", "checkpoints", checkpoint.Text("file")!);
            Assert.Equal(checkpoint.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))));
        }
    }

    private static async Task<JsonNode?> Run(DaemonRunner daemon) => (await daemon.Http.GetJson("/api/v1/runs"))["items"]!.AsArray() is [var run] ? run : null;

    private static async Task<List<JsonNode>> Checkpoints(DaemonRunner daemon) =>
        [.. (await daemon.Http.GetJson($"/api/v1/runs/{(await Run(daemon))!.Text("id")}/checkpoints"))["items"]!.AsArray().Select(one => one!)];
}
