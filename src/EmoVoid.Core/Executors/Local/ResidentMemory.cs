using System.Globalization;

namespace EmoVoid.Core.Executors.Local;

/// <summary>How much of the host's memory a trainer on this machine takes.</summary>
public static class ResidentMemory
{
    private const string Key = "VmRSS:";

    /// <summary>In bytes, by /proc/PID/status; null for a trainer elsewhere, or one that is gone.</summary>
    public static long? Of(IExecution? trainer) =>
        trainer is LocalExecution && ProcessIdentity.Parse(trainer.Handle) is { IsAlive: true } process ? Read(process.Id) : null;

    private static long? Read(int process)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return long.TryParse(line?[Key.Length..].Replace(" kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has left meanwhile
        }
    }
}
