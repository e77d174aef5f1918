using System.Globalization;

namespace EmoVoid.Load.Daemons;

/// <summary>What a process takes, by the kernel's books.</summary>
internal static class Consumption
{
    private const double TicksASecond = 100; // USER_HZ, the same on every Linux of this kind of machine

    /// <summary>Resident bytes, mapped files included.</summary>
    public static long ResidentOf(int process) => Status(process, "VmRSS:");

    /// <summary>Resident bytes that are the process's own.</summary>
    public static long OwnMemoryOf(int process) => Status(process, "RssAnon:");

    /// <summary>Seconds of a core, all threads together, without its children.</summary>
    public static double ProcessorSecondsOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksASecond;
    }

    /// <summary>How many wanted a core, on average over the last minute.</summary>
    public static string LoadAverage => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static long Status(int process, string name) =>
        1024 * Number(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static long Number(string text) => long.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
