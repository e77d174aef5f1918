using EmoVoid.Load.Daemons;
using EmoVoid.Testing;

namespace EmoVoid.Load.Simulation;

/// <summary>
/// What so many runs a day mean. The time of a trainer is left out: a scripted one takes its place, so that what is measured is the daemon.
/// Rates are measured for as long as there is time; what follows from them for a day is computed, and the lines say so.
/// </summary>
internal sealed class RunsADay(LoadOptions options, Scoreboard board)
{
    private static readonly int[] Days = [10, 1_000, 100_000];

    /// <summary>What the daemon is started with: a trainer that only does as if.</summary>
    public static string[] Settings { get; } =
        ["EmoVoid:TrainerPath=" + Repository.Path("tests", "EmoVoid.Load", "Simulation", "scripted-trainer.sh"), "EmoVoid:Inbox:SettleSeconds=0.2"];

    public async Task Run()
    {
        board.Tell("processors, and who wanted one at the start", $"{Environment.ProcessorCount}, {Consumption.LoadAverage}");
        var days = Days.Where(day => day < options.Runs).Append(options.Runs!.Value).ToList();
        var each = TimeSpan.FromMinutes((double)options.Minutes / (days.Count + 2));
        StoreRates.Measure(each / 3, board);
        var intake = await IntakeRate.Measure(each, board);
        foreach (var day in days)
        {
            board.Heading(Scoreboard.Text($"{day:N0} runs a day, all of them waiting at once"));
            var rate = await QueueRate.Measure(day, each, board);
            Compare(day, "the intake", intake);
            Compare(day, "the queue", rate);
        }

        board.Tell("who wanted a processor at the end", $"{Consumption.LoadAverage}");
    }

    private void Compare(int day, string what, double perSecond)
    {
        var needed = day / TimeSpan.FromDays(1).TotalSeconds;
        board.Judge($"{what} keeps up", perSecond >= needed, $"measured {perSecond:0.00} a second; computed {perSecond * 86400:N0} a day", $"{needed:0.0000} a second");
    }
}
