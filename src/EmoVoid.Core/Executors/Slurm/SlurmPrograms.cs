using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Slurm's own programs, as a person would call them.</summary>
/// <remarks>
/// Fixed formats and not <c>--json</c>: the same from Slurm 20.11 on, where JSON changes its fields with almost every release, needs a plugin
/// that not every cluster has, and up to 22.05 gives every job of the whole cluster at three kilobytes each.
/// </remarks>
/// <param name="folder">Where they are; null: PATH.</param>
/// <param name="config">The file slurm.conf; null: their own.</param>
internal sealed class SlurmPrograms(string? folder, string? config, TimeProvider time)
{
    private static readonly string[] SignsOfSilence =
        ["Unable to contact slurm controller", "Socket timed out", "Connection refused", "Zero Bytes were transmitted", "configuration source", "backup controller"];

    /// <summary>They try again by themselves for a while when the controller does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All jobs of this user, ended ones as long as Slurm remembers them.</summary>
    /// <exception cref="SlurmException"/>
    public async Task<IReadOnlyList<QueuedJob>> Jobs(CancellationToken cancel)
    {
        var said = await Run("squeue", ["--noheader", "--states=all", $"--user={Environment.UserName}", $"--format={QueuedJob.Format}"], cancel);
        return [.. said.Output.Split('\n').Select(QueuedJob.Parse).OfType<QueuedJob>()];
    }

    /// <returns>The job's number.</returns>
    /// <exception cref="SlurmException">Refused, with Slurm's reason.</exception>
    public async Task<string> Submit(string script, CancellationToken cancel)
    {
        var said = await Run("sbatch", ["--parsable", script], cancel);
        // With several clusters: NUMBER;CLUSTER.
        var number = said.Output.Trim().Split('\n')[^1].Split(';')[0];
        return number.Length > 0 && number.All(char.IsAsciiDigit) ? number : throw new SlurmException($"sbatch did not say the job's number, but '{said.Output.Trim()}'.", isRefusal: true);
    }

    /// <param name="signal">As <c>TERM</c>; null: the job is ended.</param>
    /// <param name="batch">Whether the signal is for the job's script, which passes it on, or for all of its processes.</param>
    /// <exception cref="SlurmException"/>
    public Task Cancel(string job, string? signal, bool batch, CancellationToken cancel) =>
        Run("scancel", signal is null ? [job] : [batch ? "--batch" : "--full", $"--signal={signal}", job], cancel);

    /// <summary>The exit code of a job that has ended without its script having written it down, from the controller's memory or from accounting.</summary>
    /// <returns>Null where neither knows; a signal N reads as 128 + N.</returns>
    public async Task<int?> ExitCodeOf(string job, CancellationToken cancel) =>
        JobExitCode.FromControl(await TryRun("scontrol", ["--oneliner", "show", "job", job], cancel))
        ?? JobExitCode.FromAccounting(await TryRun("sacct", ["--noheader", "--parsable2", "--allocations", "--format=ExitCode", $"--jobs={job}"], cancel));

    private async Task<string> TryRun(string program, string[] arguments, CancellationToken cancel)
    {
        try
        {
            return (await Run(program, arguments, cancel)).Output;
        }
        catch (SlurmException)
        {
            return "";
        }
    }

    private async Task<(string Output, string Error)> Run(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var process = Start(program, arguments);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            var (said, complaint) = (await output, Complaint(await error));
            return process.ExitCode == 0 ? (said, complaint) : throw Failure(program, process.ExitCode, complaint);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SlurmException($"{program} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(folder is null ? program : Path.Combine(folder, program), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, WorkingDirectory = "/",
        };
        // Whoever started the daemon may have set options of their own, and these would come before the script's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SBATCH_", StringComparison.Ordinal) || name.StartsWith("SQUEUE_", StringComparison.Ordinal) || name.StartsWith("SLURM_", StringComparison.Ordinal) && name != "SLURM_CONF").ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        if (config is not null)
            start.Environment["SLURM_CONF"] = config;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new SlurmException($"{program} cannot be started ({e.Message}). Install Slurm's programs on this machine (Debian: slurm-client), or set EmoVoid:Executors:N:Programs to their folder.");
        }
    }

    private static SlurmException Failure(string program, int code, string complaint) => new(
        complaint.Length == 0 ? FormattableString.Invariant($"{program} ended with code {code} and gave no reason.") : $"{program}: {complaint}",
        isRefusal: program == "sbatch" && !IsAboutTheController(complaint));

    private static bool IsAboutTheController(string complaint) => SignsOfSilence.Any(sign => complaint.Contains(sign, StringComparison.OrdinalIgnoreCase));

    // "sbatch: error: Batch job submission failed: Invalid partition name specified", and more of the kind, a line each.
    private static string Complaint(string error) => string.Join(" ", error
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line[(line.LastIndexOf("error: ", StringComparison.Ordinal) is var at and >= 0 ? at + "error: ".Length : 0)..])
        .Select(line => line.EndsWith('.') ? line : line + "."));
}

/// <summary>Slurm cannot be asked, or says no; the message is for people.</summary>
/// <param name="isRefusal">It answered, and the answer was no.</param>
internal sealed class SlurmException(string message, bool isRefusal = false) : Exception(message)
{
    public bool IsRefusal => isRefusal;
}
