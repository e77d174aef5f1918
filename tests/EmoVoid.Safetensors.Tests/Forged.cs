using System.Buffers.Binary;
using System.Text;

namespace EmoVoid.Safetensors.Tests;

/// <summary>Files put together byte by byte, which the writer would never write.</summary>
internal static class Forged
{
    /// <summary>The header's true length, the header, then <paramref name="data"/> zero bytes.</summary>
    public static byte[] File(string header, int data = 0) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(byte[] header, int data = 0)
    {
        var file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    public static string Tensor(string name, string type, string shape, long begin, long end) =>
        $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":[{begin},{end}]}}";
}
