using System.Globalization;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>A control group of the kernel's with a limit of memory: who takes more in it is killed by the kernel itself.</summary>
internal sealed class MemoryCage : IDisposable
{
    private readonly string _group, _limit;

    private MemoryCage(string group, string limit) => (_group, _limit) = (group, limit);

    /// <summary>Skips the test, with the reason, where nobody lets it make one.</summary>
    public static MemoryCage Make(int megabytes)
    {
        try
        {
            var cage = Candidates().Select(one => new MemoryCage(one.Group, one.Limit)).FirstOrDefault(one => one.IsMade())
                ?? throw new IOException("no control group of this process's has a limit of memory");
            cage.Limit(megabytes);
            return cage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"A control group cannot be made here: {e.Message}");
            throw;
        }
    }

    private void Limit(int megabytes) => File.WriteAllText(Path.Combine(_group, _limit), ((long)megabytes << 20).ToString(CultureInfo.InvariantCulture));

    /// <summary>The real trainer, whose first training is in the cage; the next ones are free.</summary>
    public string Trainer(TemporaryFolder folder)
    {
        var script = folder.Write("trainer", $"""
            #!/bin/sh
            if [ "$1" = train ] && [ ! -e {folder["caged"]} ]; then touch {folder["caged"]}; echo $$ > {_group}/cgroup.procs; fi
            exec "{Binaries.Trainer}" "$@"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_group);
        }
        catch (IOException)
        {
            // Somebody is still in it; it goes with the machine.
        }
    }

    // Of the first and of the second version of control groups.
    private static IEnumerable<(string Group, string Limit)> Candidates()
    {
        var name = $"emovoid-test-{Environment.ProcessId}-{Guid.NewGuid():N}";
        foreach (var line in File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)))
            if (line[1].Split(',').Contains("memory"))
                yield return ($"/sys/fs/cgroup/memory{line[2].TrimEnd('/')}/{name}", "memory.limit_in_bytes");
            else if (line[1].Length == 0)
                yield return ($"/sys/fs/cgroup{line[2].TrimEnd('/')}/{name}", "memory.max");
    }

    private bool IsMade()
    {
        if (!Directory.Exists(Path.GetDirectoryName(_group)))
            return false;
        Directory.CreateDirectory(_group);
        if (File.Exists(Path.Combine(_group, _limit)))
            return true;
        Directory.Delete(_group);
        return false;
    }
}
