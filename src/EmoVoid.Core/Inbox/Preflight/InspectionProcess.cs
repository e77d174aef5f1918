using System.Diagnostics;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Executors.Local;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>One <c>EmoVoid.Trainer inspect</c>: paths go in, one a line, and an answer a line comes out, in the same order.</summary>
internal sealed class InspectionProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task asking;
    private readonly Task<string> lastWords;

    private InspectionProcess(Process process, IEnumerable<string> files)
    {
        this.process = process;
        // Beside the reading: with both pipes full, two programs that only write would wait for each other for ever.
        asking = Task.Run(() => TellAsync(files));
        lastWords = LastLineAsync(process.StandardError);
    }

    internal static InspectionProcess Start(string program, IEnumerable<string> files) => new(
        Process.Start(new ProcessStartInfo(program, ["inspect"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!,
        files);

    /// <summary>The next answer; null when there are no more.</summary>
    internal async Task<ImageInspection?> NextAsync(CancellationToken cancel)
    {
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (ImageInspection.TryParse(line) is { } answer)
                return answer;
        return null;
    }

    /// <summary>Waits for the process to leave.</summary>
    /// <returns>Its exit code (128 + N after the signal N), and the last line it said to people.</returns>
    internal async Task<(int ExitCode, string LastWords)> EndAsync()
    {
        await process.WaitForExitAsync();
        return (process.ExitCode, await lastWords);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await asking;
        await lastWords;
        process.DisposeWithPipes();
    }

    private async Task TellAsync(IEnumerable<string> files)
    {
        try
        {
            foreach (var file in files)
                await process.StandardInput.WriteLineAsync(file);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has died; that is seen, and said, where its answers are read.
        }
    }

    private static async Task<string> LastLineAsync(StreamReader log)
    {
        var last = "";
        while (await log.ReadLineAsync() is { } line)
            if (line.Trim() is { Length: > 0 } said)
                last = said;
        return last;
    }
}
