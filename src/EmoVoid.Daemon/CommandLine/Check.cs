using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.Trainers;
using EmoVoid.Daemon.Hosting;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd check FOLDER</c>: the verdict of the inbox, without an inbox.</summary>
internal static class Check
{
    public static async Task<int> Run(string folder, ServeSettings settings, CancellationToken cancel)
    {
        if (!Directory.Exists(folder))
            throw new CannotStartException($"there is no folder {folder}", exitCode: 1);
        await using var services = VerbServices.Of(settings);
        var report = await CheckFolder(services, folder, cancel);
        Print(report);
        return report.IsAccepted ? 0 : 1;
    }

    private static async Task<PreflightReport> CheckFolder(ServiceProvider services, string folder, CancellationToken cancel)
    {
        try
        {
            return await services.GetRequiredService<FolderCheck>().CheckAsync(folder, cancel);
        }
        catch (TrainerNotFoundException e)
        {
            throw new CannotStartException(e.Message);
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
    }

    private static void Print(PreflightReport report)
    {
        Console.WriteLine(report switch
        {
            { IsAccepted: false } => $"{report.Folder} would be rejected:",
            { Sweep.Count: > 0 } => FormattableString.Invariant($"{report.Folder} would be trained as {report.Name}: {report.Images.Count} images, model {report.Model}, {report.Sweep.Count} runs"),
            { Settings: { } settings } => $"{report.Folder} would be trained as {report.Name}: {report.Images.Count} images, {settings.Steps} steps, "
                + FormattableString.Invariant($"model {report.Model}, rank {settings.Rank}, alpha {settings.Alpha}, stop loss {settings.StopLoss}, resolution {settings.Resolution}"),
            _ => $"{report.Folder} would be trained as {report.Name}",
        });
        foreach (var member in report.IsAccepted ? report.Sweep : [])
            Console.WriteLine(FormattableString.Invariant($"  {SweepMember.WordsOf(member.Values)}: {member.Settings.Steps} steps, rank {member.Settings.Rank}, alpha {member.Settings.Alpha}, stop loss {member.Settings.StopLoss}, seed {member.Settings.Seed}"));
        foreach (var problem in report.Problems)
            Console.WriteLine("- " + problem);
        foreach (var note in report.Notes)
            Console.WriteLine("note: " + note);
    }
}
