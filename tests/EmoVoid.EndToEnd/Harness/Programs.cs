using System.Diagnostics;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>Runs a program to its end.</summary>
internal static class Programs
{
    /// <param name="ExitCode">128 + N after signal N.</param>
    public sealed record Result(int ExitCode, string Output, string Error);

    public static async Task<Result> Run(string program, string[] arguments, TimeSpan? patience = null, Dictionary<string, string>? environment = null)
    {
        using var process = Process.Start(Prepare(program, arguments, environment))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience ?? Wait.Patience);
            return new Result(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static ProcessStartInfo Prepare(string program, string[] arguments, Dictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return start;
    }
}
