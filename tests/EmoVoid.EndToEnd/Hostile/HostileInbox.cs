using System.Collections.Concurrent;
using System.Runtime.Versioning;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Core;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.EndToEnd.Hostile;

/// <summary>The real intake with the real trainer's decoder, and no scheduler: runs stay queued. All hostile folders are put into it at once, and judged one after another.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileInbox : IAsyncLifetime
{
    /// <summary>Names, kinds, modes, sizes, times and bytes of all that is in each argument, as a hash a line.</summary>
    private const string Fingerprints = """
        set +e
        of() {
            if [ -L "$1" ]; then readlink "$1"
            elif [ -d "$1" ]; then cd "$1"; find . -mindepth 1 -printf '%y %m %s %T@ %l %p\0' | sort -z; find . -type f -print0 | sort -z | xargs -0 -r sha256sum
            elif [ -f "$1" ]; then cat "$1"
            else stat -c '%F %a' "$1"; fi
        }
        for entry in "$@"; do (of "$entry") 2>/dev/null | sha256sum; done
        """;

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> errors = new();
    private ServiceProvider services = null!;

    internal StateFolder State { get; private set; } = null!;
    internal RunStore Runs => services.GetRequiredService<RunStore>();
    internal InboxWatcher Watcher => services.GetRequiredService<InboxWatcher>();

    /// <summary>By their cases: what each folder held before it was put down.</summary>
    internal Dictionary<string, string> Before { get; } = [];

    /// <summary>By their names: what the decoder says of each picture.</summary>
    internal Dictionary<string, ImageInspection> Inspections { get; } = [];

    /// <summary>Beside the state folder: what links in hostile folders lead to.</summary>
    internal (string Before, string After) Stays { get; private set; }

    internal IEnumerable<string> Errors => errors;

    /// <summary>Hashes of what still lies in the inbox.</summary>
    internal IReadOnlyList<string> StillThere { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder["stays"]);
        TinyPng.Write(folder["stays", "secret.png"], 64, 64);
        TinyPng.Write(folder["stays", "shared.png"], 64, 64);
        await StartAsync();
        await MakeAsync();
        var before = await FingerprintsOf([folder["stays"]]);
        await InspectAsync();
        await HostileFolder.Run(folder["outside"], "for one in *; do mv -- \"$one\"/* \"$1\"; done", State.Inbox);
        await Wait.Until(AllAreJudged, () => $"{Judged} of {HostileFolders.All.Count} are judged; waiting: {string.Join(", ", Watcher.Waiting)}");
        Stays = (before[0], (await FingerprintsOf([folder["stays"]]))[0]);
        StillThere = Hashes(await HostileFolder.Run(State.Inbox, $"set -- *; {Fingerprints.Replace("\"$@\"", "\"$PWD\"/*", StringComparison.Ordinal)}"));
    }

    internal async Task<string> FingerprintOf(string place) => (await FingerprintsOf([place]))[0];

    /// <summary>Puts down a folder that was made elsewhere, by one rename.</summary>
    internal async Task Drop(string name, Func<string, Task> make)
    {
        var parent = Directory.CreateDirectory(folder["later", name]).FullName;
        await make(parent);
        Directory.Move(Path.Combine(parent, name), Path.Combine(State.Inbox, name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        // A path may be longer than any path that .NET can name.
        await HostileFolder.Run(folder.Path, "chmod -R u+rwx . 2>/dev/null || true; rm -rf ./*");
        folder.Dispose();
    }

    private int Judged => Runs.Count() + Directory.GetDirectories(State.Failed).Length
        + Watcher.Waiting.Count(waits => waits.State is not (WaitingState.Settling or WaitingState.Checking))
        + HostileFolders.All.Count(one => one.Verdict == Verdict.PassedOver);

    private bool AllAreJudged() => Judged == HostileFolders.All.Count && Watcher.Waiting.All(waits => waits.State is not (WaitingState.Settling or WaitingState.Checking));

    private async Task StartAsync()
    {
        State = new StateFolder(folder["state"]);
        var settings = new Dictionary<string, string?> { ["EmoVoid:TrainerPath"] = Binaries.Trainer, ["EmoVoid:Inbox:SettleSeconds"] = "0.3" };
        services = new ServiceCollection()
            .AddSingleton(errors).AddSingleton(typeof(ILogger<>), typeof(Listener<>))
            .AddEmoVoidCore(State, new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    }

    private async Task MakeAsync()
    {
        foreach (var (number, one) in HostileFolders.All.Index())
            await one.Make(Directory.CreateDirectory(folder["outside", $"{number:000}"]).FullName);
        var hashes = Hashes(await HostileFolder.Run(folder["outside"], Fingerprints.Replace("\"$@\"", "\"$PWD\"/*/*", StringComparison.Ordinal)));
        foreach (var (one, hash) in HostileFolders.All.Zip(hashes))
            Before[one.Case] = hash;
    }

    private async Task InspectAsync()
    {
        Directory.CreateDirectory(folder["pictures"]);
        foreach (var picture in HostilePicture.All)
            await File.WriteAllBytesAsync(folder["pictures", picture.Name], picture.Bytes);
        var asked = HostilePicture.All.Where(picture => picture.Bytes.Length > 0).Select(picture => folder["pictures", picture.Name]).ToList();
        foreach (var answer in await services.GetRequiredService<IImageInspector>().InspectAsync(asked, CancellationToken.None))
            Inspections[Path.GetFileName(answer.File)] = answer;
    }

    private async Task<string[]> FingerprintsOf(string[] places) => Hashes(await HostileFolder.Run(folder.Path, Fingerprints, places));

    private static string[] Hashes(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Keeps errors; warnings are what hostile folders are told with.</summary>
    private sealed class Listener<T>(ConcurrentQueue<string> errors) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue(formatter(state, exception));
        }
    }
}
