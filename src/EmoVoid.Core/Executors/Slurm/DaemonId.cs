using System.Text;
using EmoVoid.Core.States;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Tells the jobs of this state folder from those of another daemon. It lies in a file, and not in the database, which may be a restored one.</summary>
internal static class DaemonId
{
    private const string FileName = "slurm-id";

    public static string Of(StateFolder folders)
    {
        var file = Path.Combine(folders.Root, FileName);
        if (!File.Exists(file))
            DurableFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(Guid.NewGuid().ToString("N")[..12] + "\n")));
        return File.ReadAllText(file).Trim();
    }
}
