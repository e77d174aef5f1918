using System.Globalization;
using System.Runtime.InteropServices;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>What the kernel knows of processes, and signals to them.</summary>
internal static class Processes
{
    public const int SIGKILL = 9;

    /// <summary>The living children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(one => one.Parent == parent && one.State != 'Z').Select(one => one.Id)];

    /// <summary>Children that have ended and that nobody has asked for.</summary>
    public static int ZombiesOf(int parent) => All().Count(one => one.Parent == parent && one.State == 'Z');

    public static bool IsAlive(int process) => Read(process) is { State: not 'Z' };

    public static int HandlesOf(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    /// <summary>What is open, without the numbers of pipes and sockets.</summary>
    public static IEnumerable<string> FilesOf(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "gone").Select(target => target.Split(":[")[0]);

    /// <summary>Resident bytes that are the process's own: without the files it has mapped.</summary>
    public static long OwnMemoryOf(int process) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Send(int process, int signal);

    private static IEnumerable<Entry> All() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Read(id) : null).OfType<Entry>();

    private static Entry? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(process, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0]);
        }
        catch (IOException)
        {
            return null; // it went meanwhile
        }
    }

    private sealed record Entry(int Id, int Parent, char State);
}
