using System.Runtime.InteropServices;
using System.Text;

namespace EmoVoid.Training.Text;

/// <summary>Unicode normalization form C: an e followed by a combining acute accent becomes the one letter é.</summary>
/// <remarks>
/// .NET's own <see cref="string.Normalize()"/> returns its input unchanged under <c>InvariantGlobalization</c>, which the programs here
/// use so that they need no ICU on the machine. GLib has it too, and libvips, which reads the pictures, always brings GLib along.
/// </remarks>
internal static partial class CanonicalComposition
{
    private const int DefaultCompose = 1;

    public static string Nfc(string text) =>
        Ascii.IsValid(text) ? text : string.Join('\0', text.Split('\0').Select(Compose));

    /// <param name="text">Without NUL, where a C string would end.</param>
    private static string Compose(string text)
    {
        var composed = Normalize(text, -1, DefaultCompose);
        try
        {
            return Marshal.PtrToStringUTF8(composed)!;
        }
        finally
        {
            Free(composed);
        }
    }

    [LibraryImport("libvips.so.42", EntryPoint = "g_utf8_normalize", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Normalize(string text, nint length, int mode);

    [LibraryImport("libvips.so.42", EntryPoint = "g_free")]
    private static partial void Free(nint memory);
}
