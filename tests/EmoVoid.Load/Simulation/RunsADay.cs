namespace EmoVoid.Load.Simulation;

internal sealed class RunsADay(LoadOptions options, Scoreboard board)
{
    public Task Run() => throw new NotImplementedException($"{options} {board}");
}
