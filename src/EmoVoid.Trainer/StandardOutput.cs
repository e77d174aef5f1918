using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EmoVoid.Trainer;

/// <summary>Standard output as a plain file: unlike <see cref="Console.Out"/>, which keeps quiet about it, a write fails when nobody reads any more.</summary>
internal sealed class StandardOutput() : StreamWriter(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0), new UTF8Encoding(false));
