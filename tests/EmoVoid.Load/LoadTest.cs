using EmoVoid.Load.Daemons;
using EmoVoid.Load.Figures;
using EmoVoid.Load.States;
using EmoVoid.Testing;

namespace EmoVoid.Load;

/// <summary>Every figure that is promised, on a state with nothing in it and on one with years in it.</summary>
internal sealed class LoadTest(LoadOptions options, Scoreboard board)
{
    public async Task Run()
    {
        board.Tell("processors, and who wanted one at the start", $"{Environment.ProcessorCount}, {Consumption.LoadAverage}");
        await OnAnEmptyState();
        using var temporary = options.Keep is null ? new TemporaryFolder() : null;
        await OnAFullState(options.Keep ?? temporary!.Path);
        board.Tell("who wanted a processor at the end", $"{Consumption.LoadAverage}");
    }

    private async Task OnAnEmptyState()
    {
        if (!Asked("start", "idle", "inbox"))
            return;
        board.Heading("An empty state");
        using var state = new TemporaryFolder();
        await using var daemon = await DaemonProcess.Start(state.Path);
        await StartAndIdle(daemon);
        if (Asked("inbox"))
            await DroppedFolder.Measure(daemon, board);
    }

    private async Task OnAFullState(string state)
    {
        board.Heading(Scoreboard.Text($"{options.Size:N0} runs with {options.Rows:N0} metric rows"));
        RecordedState.Make(state, options.Size, options.Rows, options.Week);
        await using var daemon = await DaemonProcess.Start(state);
        await StartAndIdle(daemon);
        await MeasureFull(daemon);
        await daemon.Terminate(); // a state that is kept is closed in order
    }

    private async Task MeasureFull(DaemonProcess daemon)
    {
        if (Asked("plots"))
            await WeekPlots.Measure(daemon, options.Week, board);
        if (!Asked("routes", "events"))
            return;
        var training = await RealTraining.Begin(daemon);
        board.Heading($"The same, while {training} trains");
        if (Asked("routes"))
            await new RouteTimes(daemon, options, training, board).Measure();
        if (Asked("events"))
            await new Listeners(daemon, options, board).Measure();
        await RealTraining.End(daemon, training);
    }

    private async Task StartAndIdle(DaemonProcess daemon)
    {
        if (Asked("start"))
            board.Judge("/ping after the start", daemon.ToFirstPing.TotalSeconds <= 1.5, $"{daemon.ToFirstPing.TotalSeconds:0.00} s", "1.5 s");
        if (Asked("idle"))
            await IdleDaemon.Measure(daemon, TimeSpan.FromSeconds(options.Idle), board);
    }

    private bool Asked(params string[] figures) => figures.Any(options.Only.Contains);
}
