using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmoVoid.Core.Models;
using EmoVoid.Core.Models.Downloads;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd models get NAME</c>: fetches what <c>models check</c> names as missing.</summary>
internal static class ModelsGet
{
    public const string AgreeOption = "--agree-noncommercial";

    /// <summary>What a shell reports after Ctrl-C.</summary>
    private const int Interrupted = 130;

    /// <param name="to">Null: where the configuration has the model, else in the state folder.</param>
    /// <param name="agreed">Whether the person agrees to licences that forbid commercial use.</param>
    public static async Task<int> Run(ServeSettings settings, string name, string? to, bool agreed)
    {
        await using var services = VerbServices.Of(settings, all => all.AddSingleton<DownloadPlanner>());
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        try
        {
            var plan = services.GetRequiredService<DownloadPlanner>().Plan(name, to);
            SayWhatIsThere(plan);
            if (plan.Missing.Count > 0 && !await Fetch(plan, agreed, stop.Token))
                return 1;
            return Conclude(plan, settings, services.GetRequiredService<StateFolder>()) ? 0 : 1;
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
        catch (Exception e) when (e is DownloadException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(e.Message, exitCode: 1);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new CannotStartException("stopped; the same command goes on from here", Interrupted);
        }
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static void SayWhatIsThere(DownloadPlan plan)
    {
        foreach (var path in plan.There)
            Console.WriteLine($"there: {path}");
        foreach (var problem in plan.Wrong)
            Console.WriteLine($"wrong, and left as it is: {problem} Remove or rename it to fetch the other one.");
    }

    /// <returns>Whether all is there now.</returns>
    private static async Task<bool> Fetch(DownloadPlan plan, bool agreed, CancellationToken cancel)
    {
        SayLicenses(plan);
        if (plan.NeedsAgreement && !agreed)
        {
            Console.WriteLine($"Nothing was fetched. Read the licence; when you agree to it, say so: emovoidd models get {plan.Name} {AgreeOption}");
            return false;
        }

        using var progress = new DownloadProgress(Console.Out, isTerminal: !Console.IsOutputRedirected, TimeProvider.System);
        var patience = new DownloadSettings { Token = Environment.GetEnvironmentVariable("HF_TOKEN") };
        using var downloads = new ModelDownloads(patience, progress, TimeProvider.System);
        var (bytes, unknown) = await downloads.StillToCome(plan, cancel);
        SaySizes(plan, bytes, unknown);
        if (FreeSpace.Problem(plan.Missing, bytes, patience.Reserve) is { } tooSmall)
            throw new DownloadException(tooSmall);
        foreach (var file in plan.Missing)
            await downloads.Fetch(file, cancel);
        return true;
    }

    private static void SayLicenses(DownloadPlan plan)
    {
        foreach (var (license, files) in plan.Licenses)
        {
            var limit = license.NonCommercial switch { true => " (NOT FOR COMMERCIAL USE)", false => "", null => " (whether it allows commercial use is not known here)" };
            Console.WriteLine($"{license.Name}{limit}, {license.By}: {string.Join(", ", files)}");
            Console.WriteLine($"  read it at {license.ReadAt}");
        }

        if (plan.Unlicensed.Count > 0)
            Console.WriteLine($"The licence is not known of {string.Join(", ", plan.Unlicensed)}: look at where they come from.");
    }

    private static void SaySizes(DownloadPlan plan, long bytes, IReadOnlyList<string> unknown)
    {
        var count = plan.Missing.Count == 1 ? "1 file" : FormattableString.Invariant($"{plan.Missing.Count} files");
        Console.WriteLine($"{count} to fetch, {DownloadProgress.Size(bytes)} to come{(unknown.Count > 0 ? $", and nobody says how large {string.Join(", ", unknown)} will be" : "")}");
        var unproven = plan.Missing.Where(file => file.Source.Sha256 is null).Select(file => file.Source.Name).ToList();
        if (unproven.Count > 0)
            Console.WriteLine($"No SHA-256 is stated for {string.Join(", ", unproven)}: what comes is taken as it is, and its SHA-256 is said.");
    }

    /// <returns>Whether the model can be trained on.</returns>
    private static bool Conclude(DownloadPlan plan, ServeSettings settings, StateFolder state)
    {
        var verdict = ModelCheck.Check(ModelCatalog.Look(plan.Name, plan.Files, state));
        Console.WriteLine($"{plan.Name}: {(verdict.IsReady && plan.Wrong.Count == 0 ? "ready" : "not ready")}");
        foreach (var problem in verdict.Problems)
            Console.WriteLine("- " + problem);
        if (verdict.IsReady)
            Console.WriteLine(NextStep(plan, settings.StateFile));
        return verdict.IsReady && plan.Wrong.Count == 0;
    }

    private static string NextStep(DownloadPlan plan, string configuration) =>
        plan.IsConfigured
            ? $"{configuration} names it already: nothing more is needed."
            : $"Put this into {configuration}, and start the daemon again:{Environment.NewLine}{Lines(plan)}";

    private static string Lines(DownloadPlan plan) => $$"""
        { "EmoVoid": {
            "DefaultModel": "{{plan.Name}}",
            "Models": { "{{plan.Name}}": { "ComfyUI": "{{JsonEncodedText.Encode(plan.Files.ComfyUI!, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}" } } } }
        """;
}
