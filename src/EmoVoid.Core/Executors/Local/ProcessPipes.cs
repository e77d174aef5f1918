using System.Diagnostics;

namespace EmoVoid.Core.Executors.Local;

/// <summary>Closes a process's pipes with it.</summary>
internal static class ProcessPipes
{
    /// <summary>
    /// .NET leaves pipes that somebody has asked for to the garbage collector, and a daemon that idles collects so seldom that a long queue
    /// would gather open files by the hundred.
    /// </summary>
    public static void DisposeWithPipes(this Process process)
    {
        var redirected = process.StartInfo;
        if (redirected.RedirectStandardInput)
            Close(process.StandardInput);
        if (redirected.RedirectStandardOutput)
            Close(process.StandardOutput);
        if (redirected.RedirectStandardError)
            Close(process.StandardError);
        process.Dispose();
    }

    private static void Close(IDisposable pipe)
    {
        try
        {
            pipe.Dispose();
        }
        catch (IOException)
        {
            // What was still to be written has no reader any more.
        }
    }
}
