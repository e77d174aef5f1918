using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using EmoVoid.Testing;

namespace EmoVoid.Load.Daemons;

/// <summary>The real <c>emovoidd</c>, as it was built with this program. Whatever happens, nothing is left running.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;

    private DaemonProcess(Process process, string state, Uri address)
    {
        (this.process, State, Address) = (process, state, address);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = address };
        // What nobody reads would fill the pipe and hold the daemon.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => LastError = line.Data ?? LastError;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string State { get; }
    public Uri Address { get; }
    public HttpClient Http { get; }
    public int Id => process.Id;
    public string? LastError { get; private set; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan ToFirstPing { get; private set; }

    private static string Program => Repository.Path(
        "artifacts", "bin", "EmoVoid.Daemon", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "emovoidd");

    /// <param name="settings">Of emovoid.json, as <c>EmoVoid:RetryDelay=…</c>.</param>
    public static async Task<DaemonProcess> Start(string state, params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        string[] arguments = ["--state", state, "--urls", address.ToString(), .. settings.Append("Logging:LogLevel:Default=Warning").Select(setting => "--" + setting)];
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var daemon = new DaemonProcess(Process.Start(start)!, state, address);
        await daemon.Until(daemon.Answers, TimeSpan.FromMilliseconds(5), "the first /ping");
        daemon.ToFirstPing = clock.Elapsed;
        return daemon;
    }

    public async Task<JsonNode> Get(string route) => JsonNode.Parse(await Http.GetStringAsync(new Uri(route, UriKind.Relative)))!;

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so in time.</exception>
    public async Task Until(Func<Task<bool>> isSo, TimeSpan every, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (process.HasExited || clock.Elapsed > Patience)
                throw new TimeoutException($"{what} never came; the daemon {(process.HasExited ? "has ended" : "runs")}: {LastError}");
            await Task.Delay(every, TimeProvider.System);
        }
    }

    /// <summary>SIGTERM, as systemd sends it; waits for the end.</summary>
    public async Task Terminate()
    {
        _ = Kill(process.Id, 15);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/ping", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
