using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies an ELF64 library and marks one symbol version that it requires as weak, so that the loader no longer insists on it.</summary>
/// <remarks>
/// Section .gnu.version_r (type SHT_GNU_verneed): a chain of Verneed records, each with a chain of Vernaux records.
/// Vernaux: u32 vna_hash, u16 vna_flags, u16 vna_other, u32 vna_name, u32 vna_next. Source: the LSB's "Symbol Versioning".
/// </remarks>
public sealed class MarkSymbolVersionWeak : Task
{
    private const uint SectionTypeVersionNeeded = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    public string Source { get; set; }
    public string Target { get; set; }
    public string Version { get; set; }

    public override bool Execute()
    {
        var elf = File.ReadAllBytes(Source);
        var marked = Mark(elf);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Target)));
        File.WriteAllBytes(Target, elf);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} entries of {2} marked weak", Target, marked, Version);
        return true;
    }

    private int Mark(byte[] elf)
    {
        var sectionHeaders = (int)BitConverter.ToUInt64(elf, 0x28);
        var headerSize = BitConverter.ToUInt16(elf, 0x3a);
        var headerCount = BitConverter.ToUInt16(elf, 0x3c);
        var marked = 0;
        for (var i = 0; i < headerCount; i++)
        {
            var header = sectionHeaders + i * headerSize;
            if (BitConverter.ToUInt32(elf, header + 4) != SectionTypeVersionNeeded)
                continue;
            var needs = (int)BitConverter.ToUInt64(elf, header + 0x18);
            var stringSection = sectionHeaders + (int)BitConverter.ToUInt32(elf, header + 0x28) * headerSize;
            marked += MarkIn(elf, needs, (int)BitConverter.ToUInt64(elf, stringSection + 0x18));
        }

        return marked;
    }

    private int MarkIn(byte[] elf, int need, int strings)
    {
        var marked = 0;
        while (true)
        {
            var aux = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (var left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
            {
                if (NameAt(elf, strings + (int)BitConverter.ToUInt32(elf, aux + 8)) == Version)
                {
                    elf[aux + 4] |= (byte)FlagWeak;
                    marked++;
                }

                aux += (int)BitConverter.ToUInt32(elf, aux + 12);
            }

            var next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0)
                return marked;
            need += next;
        }
    }

    private static string NameAt(byte[] elf, int at) => Encoding.ASCII.GetString(elf, at, Array.IndexOf(elf, (byte)0, at) - at);
}
