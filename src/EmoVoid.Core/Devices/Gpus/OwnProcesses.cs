using System.Globalization;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>Tells the daemon's own children, and theirs, from other programs.</summary>
internal static class OwnProcesses
{
    /// <summary>Field of /proc/N/stat after the name in brackets, which may itself have spaces.</summary>
    private const int Parent = 1;

    /// <summary>Whether a process descends from this one. One of another container, whose number means nothing here, does not.</summary>
    public static bool IsOurs(int process)
    {
        for (int? ancestor = process; ancestor > 1; ancestor = ParentOf(ancestor.Value))
            if (ancestor == Environment.ProcessId)
                return true;
        return false;
    }

    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[Parent], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it is gone
        }
    }
}
