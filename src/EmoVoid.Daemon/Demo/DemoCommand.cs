using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Features.Inbox;
using EmoVoid.Daemon.Features.Runs;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.Demo;

/// <summary>
/// <c>emovoidd demo</c>: the whole way on real parts. The daemon as it is served, on a free port, with a state folder of its own;
/// a folder put into its inbox; everything else is asked of it over HTTP.
/// </summary>
internal static class DemoCommand
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static async Task<int> Run(CancellationToken cancel)
    {
        var state = Directory.CreateTempSubdirectory("emovoid-demo-").FullName;
        await using var daemon = await RunningDaemon.Start(SettingsOf(state));
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancel, daemon.Stopping);
        using var api = new HttpClient { BaseAddress = new Uri(daemon.Address, Api.Prefix + "/") };
        try
        {
            return await Show(api, daemon.Address, state, asked.Token);
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
            return 130;
        }
        finally
        {
            await daemon.Stop();
        }
    }

    // The port is free, the key is nobody's, the machine's own configuration is left aside, and only what goes wrong is said between the lines of the demo.
    private static ServeSettings SettingsOf(string state) => new(
        state, "http://127.0.0.1:0",
        "--EmoVoid:Inbox:SettleSeconds=0.5", "--EmoVoid:ApiKey=", "--EmoVoid:DefaultModel=anima-nano", "--Logging:LogLevel:Default=Warning")
    {
        MachineFile = MachineFile.None,
    };

    private static async Task<int> Show(HttpClient api, Uri address, string state, CancellationToken cancel)
    {
        Console.WriteLine("The model is anima-nano: Anima's architecture, seven million parameters, trained on drawings of little creatures. It has never seen Mochi.");
        Console.WriteLine("Its alpha is 8 × rank, where Anima's is at most 0.25 × rank: a step of EmoVoid moves a model so small about 40 times less, and with 0.25 × rank the light would stay off.");
        Console.WriteLine($"daemon  {address}  (state folder {state}, kept afterwards)");
        var pictures = DemoDataset.CopyTo(Path.Combine(state, "inbox", DemoDataset.Name));
        Console.WriteLine($"inbox   {Path.Combine(state, "inbox", DemoDataset.Name)}  ({pictures} pictures with captions)");

        var run = await DemoProgress.Follow(() => NewRun(api, cancel), id => Get<RunView>(api, $"runs/{id}", cancel), () => Pause(cancel));
        if (run.State == RunState.Failed)
        {
            await Console.Error.WriteLineAsync($"The run failed: {run.Message} Its log: {run.Files.Log}");
            return 1;
        }

        Console.WriteLine($"GET /{Api.Prefix}/runs/{run.Id}/recommendation");
        Console.WriteLine(JsonNode.Parse(await api.GetStringAsync($"runs/{run.Id}/recommendation", cancel))!.ToJsonString(Readable));
        Console.WriteLine($"report: {run.Files.Report}");
        Console.WriteLine($"output: {run.Files.Folder}");
        Console.WriteLine($"samples: {run.Files.Samples ?? "none; the report says why"}");
        Console.WriteLine($"plot: {run.Files.Plot ?? "none; the report says why"}");
        Console.WriteLine($"recommended: {run.Files.Recommended}");
        return 0;
    }

    private static async Task<RunView> NewRun(HttpClient api, CancellationToken cancel)
    {
        while (true)
        {
            if (await Get<Page<RunView>>(api, "runs", cancel) is { Items: [var run, ..] })
                return run;
            if (await Get<InboxView>(api, "inbox", cancel) is { Failed: [var failed, ..] })
                throw new CannotStartException($"the folder was rejected; {failed.Reasons}", exitCode: 1);
            await Pause(cancel);
        }
    }

    private static Task Pause(CancellationToken cancel) => Task.Delay(AskAgainAfter, TimeProvider.System, cancel);

    private static async Task<T> Get<T>(HttpClient api, string route, CancellationToken cancel) => (await api.GetFromJsonAsync<T>(route, Api.Json, cancel))!;
}
