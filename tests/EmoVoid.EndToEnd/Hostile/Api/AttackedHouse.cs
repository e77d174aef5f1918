using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>A daemon with runs of every state, and canaries around and in its state folder: files that nobody should read or touch.</summary>
[SupportedOSPlatform("linux")]
internal sealed class AttackedHouse : IAsyncDisposable
{
    /// <summary>In every canary, and nowhere else.</summary>
    public const string Song = "canary-7f3a9c51-sings";

    private const string Sidecar = "[train]\nsteps = 10\nsave_every = 5\nresolution = 64\n[sample]\ncount = 1\n";

    private static readonly string[] Settings =
    [
        "EmoVoid:TrainerPath=" + Repository.Path("tests", "EmoVoid.EndToEnd", "Proof", "stand-in-trainer.sh"),
        "EmoVoid:RetryDelay=00:00:00.050", "EmoVoid:StopTimeout=00:00:10", "EmoVoid:Inbox:SettleSeconds=0.2", "EmoVoid:Inbox:MaxUploadMegabytes=5", "Logging:LogLevel:Default=Warning",
    ];

    private static readonly (string Name, string State)[] Wanted = [("a-ok", "completed"), ("b-bad", "failed"), ("c-pause", "paused"), ("d-pause", "training"), ("e-ok", "queued")];

    private readonly TemporaryFolder _around;
    private readonly string _before;

    private AttackedHouse(TemporaryFolder around, DaemonRunner daemon)
    {
        (_around, Daemon) = (around, daemon);
        foreach (var canary in new[] { "canary.txt", "house/canary.txt", "house/beside/secret.safetensors", "house/state/canary.txt", "house/state/work.txt" })
            around.Write(canary, Song);
        _before = Untouchable();
    }

    public DaemonRunner Daemon { get; }

    public static async Task<AttackedHouse> Open()
    {
        var around = new TemporaryFolder();
        return new AttackedHouse(around, await DaemonRunner.Start(Directory.CreateDirectory(around["house", "state"]).FullName, Settings));
    }

    /// <summary>Sees to it that there are runs of every state, whatever the requests made of those that there were.</summary>
    public async Task Furnish()
    {
        await Post("queue/release");
        using (await Daemon.Http.DeleteAsync("/api/v1/gpu/yield"))
        {
        }
        var runs = await Runs();
        // One after another: d-pause keeps the machine until somebody ends it.
        if (Wanted.FirstOrDefault(one => !runs.Exists(run => run.Text("state") == one.State)) is { Name: { } missing } && !runs.Exists(run => run.Text("folder") == missing && run.Text("state") is "queued" or "preparing" or "training"))
        {
            // Under the same name again: requests name runs by what they are called at first.
            foreach (var old in runs.Where(run => run.Text("folder") == missing && run.Text("state") is "completed" or "failed" or "cancelled"))
                await Delete($"runs/{old.Text("id")}");
            Drop(missing);
        }

        await FurnishGroup();
        if (runs.Find(run => run.Text("folder") == "c-pause" && run.Text("state") == "training") is { } long_)
            await Post($"runs/{long_.Text("id")}/pause");
    }

    /// <summary>A group waits behind d-pause, until somebody ends it.</summary>
    private async Task FurnishGroup()
    {
        var groups = (await Daemon.Http.GetJson("/api/v1/groups"))["items"]!.AsArray();
        if (groups.Any(group => group!["ended_at"] is null))
            return;
        foreach (var old in groups)
            await Delete($"groups/{old!.Text("id")}");
        Drop("g-ok", Sidecar + "[sweep]\nseed = [1, 2]\n");
    }

    /// <summary>Waits until the runs that every request may name are there.</summary>
    public Task UntilFurnished() => Wait.Until(
        async () =>
        {
            await Furnish();
            var states = (await Runs()).Select(run => run.Text("state")).ToHashSet();
            return states.IsSupersetOf(["completed", "failed", "paused", "training", "queued"]);
        },
        () => Daemon.Log);

    /// <summary>Clears the queue as a person would, and gives it one more run.</summary>
    /// <returns>How it ended.</returns>
    public async Task<string> OneMore()
    {
        await Post("queue/release");
        using (await Daemon.Http.DeleteAsync("/api/v1/gpu/yield"))
        {
        }
        await Wait.Until(
            async () =>
            {
                var atWork = (await Runs()).Where(run => run.Text("state") is not ("completed" or "failed" or "cancelled")).ToList();
                foreach (var run in atWork)
                    await Post($"runs/{run.Text("id")}/cancel");
                return atWork.Count == 0;
            },
            () => Daemon.Log);
        Drop("z-ok");
        JsonNode? last = null;
        await Wait.Until(
            async () => (last = (await Runs()).Find(run => run.Text("folder") == "z-ok" && run.Text("state") is "completed" or "failed")) is not null,
            () => Daemon.Log);
        return last!.Text("state")!;
    }

    public void NothingElseIsTouched() => Assert.Equal(_before, Untouchable());

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _around.Dispose();
    }

    public async Task<List<JsonNode>> Runs() => [.. (await Daemon.Http.GetJson("/api/v1/runs?limit=500"))["items"]!.AsArray().Select(run => run!)];

    // The fuzzer may be at the same folder: then its own is as good.
    private void Drop(string name, string sidecar = Sidecar)
    {
        try
        {
            if (!Directory.Exists(Daemon.Path("inbox", name)))
                Pictures.WriteDataset(Daemon.Path("inbox", name), 1, sidecar);
        }
        catch (IOException)
        {
        }
    }

    // A run may go on between the look and the verb.
    private async Task Post(string route)
    {
        using var answer = await Daemon.Http.PostAsync("/api/v1/" + route, null);
        Assert.True(IsOfTheMoment(answer), $"{route}: {answer.StatusCode}");
    }

    private async Task Delete(string route)
    {
        using var answer = await Daemon.Http.DeleteAsync("/api/v1/" + route);
        Assert.True(IsOfTheMoment(answer), $"{route}: {answer.StatusCode}");
    }

    private static bool IsOfTheMoment(HttpResponseMessage answer) => answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound;

    /// <summary>All that lies around the state folder, and the canaries in it: kind, mode, time and bytes.</summary>
    private string Untouchable()
    {
        var state = _around["house", "state"];
        var all = Directory.EnumerateFileSystemEntries(_around.Path, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(state + "/", StringComparison.Ordinal) || (Path.GetDirectoryName(path) == state && Path.GetExtension(path) == ".txt"))
            .Where(path => path != state)
            .Order(StringComparer.Ordinal);
        return string.Join('\n', all.Select(path => File.Exists(path)
            ? $"{path} {File.GetUnixFileMode(path)} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"
            : $"{path} {File.GetUnixFileMode(path)} {Directory.GetLastWriteTimeUtc(path):O}"));
    }
}
