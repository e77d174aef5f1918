using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>
/// Runs the real <c>emovoidd</c> with a state folder of its own and a free port. An error that it logs and that the test did not
/// announce fails the test; whatever happens, nothing is left running.
/// </summary>
internal sealed class DaemonRunner : IAsyncDisposable
{
    // A folder settles faster here than a person copies, and trainers are not to wait for all the other tests.
    private static readonly string[] Hasty = ["EmoVoid:Inbox:SettleSeconds=0.3", "EmoVoid:Niceness=0"];

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TemporaryFolder? _owned;
    private readonly string[] _expectedErrors;
    private readonly Task _reading;

    private DaemonRunner(Process process, string state, Uri address, TemporaryFolder? owned, string[] expectedErrors)
    {
        (Process, State, _owned, _expectedErrors) = (process, state, owned, expectedErrors);
        Http = new HttpClient { BaseAddress = address };
        _reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
    }

    public Process Process { get; }

    /// <summary>The state folder.</summary>
    public string State { get; }

    public HttpClient Http { get; }

    public string Log => string.Join('\n', _log);

    /// <summary>Starts a daemon and waits until it answers /ping.</summary>
    /// <param name="state">A state folder that outlives this daemon; null: one that goes with it.</param>
    /// <param name="settings">Of emovoid.json, as <c>EmoVoid:ApiKey=…</c>.</param>
    /// <param name="expectedErrors">Parts of error messages that belong to the test.</param>
    /// <param name="within">A program and its arguments that run the daemon's command, which comes after them, in its own place.</param>
    /// <param name="listen">The host that it listens on; the test itself always asks at 127.0.0.1.</param>
    public static async Task<DaemonRunner> Start(
        string? state = null, string[]? settings = null, Dictionary<string, string>? environment = null, string[]? expectedErrors = null, string listen = "127.0.0.1", string[]? within = null)
    {
        var owned = state is null ? new TemporaryFolder() : null;
        state ??= owned!.Path;
        var port = FreePort();
        var arguments = new[] { "--state", state, "--urls", $"http://{listen}:{port}" }.Concat(Hasty.Concat(settings ?? []).Select(setting => "--" + setting));
        string[] command = [.. within ?? [], Binaries.Daemon, .. arguments];
        var start = Programs.Prepare(command[0], command[1..], environment);
        var runner = new DaemonRunner(Process.Start(start)!, state, new Uri($"http://127.0.0.1:{port}"), owned, expectedErrors ?? []);
        await runner.UntilItAnswers();
        return runner;
    }

    public string Path(params string[] parts) => System.IO.Path.Combine([State, .. parts]);

    /// <summary>SIGTERM, as systemd sends it; waits for the end and gives the exit code.</summary>
    public async Task<int> Terminate()
    {
        Assert.Equal(0, Kill(Process.Id, 15));
        await Process.WaitForExitAsync().WaitAsync(Wait.Patience);
        await _reading;
        return Process.ExitCode;
    }

    /// <summary>Puts a folder into the inbox as a person would, and gives the run that it becomes.</summary>
    public async Task<string> Drop(string name, int pictures, string sidecar)
    {
        Pictures.WriteDataset(Path("inbox", name), pictures, sidecar);
        JsonNode? run = null;
        await Wait.Until(
            async () => (run = (await Http.GetJson("/api/v1/runs"))["items"]!.AsArray().FirstOrDefault(one => one!.Text("folder") == name)) is not null,
            () => Log);
        return run!.Text("id")!;
    }

    /// <summary>Waits until a run is so, and gives it as the API shows it.</summary>
    public async Task<JsonNode> Until(string run, Predicate<JsonNode> isSo)
    {
        JsonNode? now = null;
        await Wait.Until(
            async () => isSo(now = await Http.GetJson($"/api/v1/runs/{run}")) || now.Text("state") == "failed",
            () => $"{now}\n{Log}");
        Assert.True(isSo(now!), $"{now}\n{Log}");
        return now!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        await _reading;
        Http.Dispose();
        Process.Dispose();
        _owned?.Dispose();
        Assert.DoesNotContain(_log, line => IsError(line) && !_expectedErrors.Any(line.Contains));
    }

    private async Task UntilItAnswers()
    {
        try
        {
            await Wait.Until(async () => Process.HasExited || await Answers(), () => Log);
            Assert.False(Process.HasExited, Log);
        }
        catch
        {
            Process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            return (await Http.GetAsync("/ping")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task Read(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            _log.Enqueue(line);
    }

    private static bool IsError(string line) => line.Contains(" fail: ") || line.Contains(" crit: ") || line.StartsWith("Unhandled exception");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
