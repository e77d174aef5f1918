using EmoVoid.Load;
using EmoVoid.Load.Daemons;
using EmoVoid.Load.Simulation;

try
{
    if (args is ["--help"])
    {
        Console.WriteLine(LoadOptions.Usage);
        return 0;
    }

    if (args is [BareLibraries.Argument])
    {
        await BareLibraries.Run();
        return 0;
    }

    var options = LoadOptions.Parse(args);
    var board = new Scoreboard(Console.Out);
    await (options.Runs is null ? new LoadTest(options, board).Run() : new RunsADay(options, board).Run());
    return board.AllPass ? 0 : 1;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}
