namespace EmoVoid.Trainer;

/// <summary>Commands on standard input. Its end comes when the parent dies.</summary>
internal static class CommandInput
{
    public static void Follow(Commands commands, StopRequest stop) => new Thread(() =>
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
            commands.Take(line);
        stop.AskOrphan("standard input ended");
    }) { IsBackground = true, Name = "standard input" }.Start();
}
