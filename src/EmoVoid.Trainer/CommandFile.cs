using System.Text;

namespace EmoVoid.Trainer;

/// <summary>Commands in a file that others append to, on this machine or over a network disk, where no one tells of a change: it is looked at about once a second.</summary>
internal sealed class CommandFile(string path, Commands commands)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private long read = File.Exists(path) ? new FileInfo(path).Length : 0;

    public void Follow(CancellationToken stop) => new Thread(() =>
    {
        while (!stop.WaitHandle.WaitOne(BetweenLooks))
            Look();
    }) { IsBackground = true, Name = "command file" }.Start();

    private void Look()
    {
        try
        {
            foreach (var line in NewLines())
                commands.Take(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A network disk may be away for a while, and somebody may be writing: the next look finds it.
        }
    }

    private string[] NewLines()
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < read)
            read = 0; // begun anew
        file.Position = read;
        var bytes = new byte[file.Length - read];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // The rest of a line that is still being written comes with its end.
        var whole = bytes.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        read += whole;
        return Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
