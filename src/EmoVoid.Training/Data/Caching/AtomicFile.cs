using System.Text;
using EmoVoid.Safetensors;

namespace EmoVoid.Training.Data.Caching;

/// <summary>A text file that is there whole or not at all, whoever is killed meanwhile.</summary>
internal static class AtomicFile
{
    public static void WriteAllText(string path, string text) => DurableFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
