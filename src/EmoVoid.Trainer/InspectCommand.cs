using EmoVoid.Training.Data.Images;

namespace EmoVoid.Trainer;

/// <summary>Decodes pictures for a process that must not: whatever a hostile file does to the decoder, it does it here.</summary>
internal static class InspectCommand
{
    /// <summary>One path a line in, one answer a line out, each before the next path is read: if this process dies, it is plain on which file.</summary>
    public static int Run(TextReader paths, TextWriter answers)
    {
        while (paths.ReadLine() is { } path)
        {
            if (path.Length == 0)
                continue;
            answers.WriteLine(ImageDecoder.Inspect(path).ToJsonLine());
            answers.Flush();
        }

        return 0;
    }
}
