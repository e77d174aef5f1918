using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>A file system of a few megabytes that only a daemon and its trainers see: really full, when it is full. It goes with them.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TemporaryFolder _place = new();
    private readonly int _megabytes;

    private TinyDisk(int megabytes) => _megabytes = megabytes;

    /// <summary>Where it is mounted, for who sees it.</summary>
    public string Path => _place.Path;

    /// <summary>To run the daemon's command within; the process stays the one that was started.</summary>
    public string[] Within => ["unshare", .. Privileges, "--mount", "/bin/sh", "-ec", $"mount -t tmpfs -o size={_megabytes}m tmpfs \"$0\"; exec \"$@\"", Path];

    private static string[] Privileges => Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];

    /// <summary>Skips the test, with the reason, where nobody lets it mount.</summary>
    public static async Task<TinyDisk> Make(int megabytes)
    {
        var disk = new TinyDisk(megabytes);
        var tried = OperatingSystem.IsLinux() ? await Try(disk) : "it is no Linux";
        if (tried.Length > 0)
            disk.Dispose();
        Assert.SkipWhen(tried.Length > 0, $"A small file system cannot be mounted here: {tried}");
        return disk;
    }

    /// <summary>A path on it as everybody can name it, who may look at the process.</summary>
    public string Seen(DaemonRunner daemon, params string[] parts) => $"/proc/{daemon.Process.Id}/root{System.IO.Path.Combine([Path, .. parts])}";

    /// <summary>Takes the last byte.</summary>
    public void Fill(DaemonRunner daemon)
    {
        using var ballast = new FileStream(Seen(daemon, "ballast"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 1 << 20, 4096, 1 })
            while (Takes(ballast, new byte[piece]))
            {
            }
    }

    public void MakeRoom(DaemonRunner daemon) => File.Delete(Seen(daemon, "ballast"));

    public void Dispose() => _place.Dispose();

    private static async Task<string> Try(TinyDisk disk)
    {
        try
        {
            var command = disk.Within;
            var result = await Programs.Run(command[0], [.. command[1..], "true"]);
            return result.ExitCode == 0 ? "" : result.Error.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    private static bool Takes(FileStream file, byte[] piece)
    {
        try
        {
            file.Write(piece);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
