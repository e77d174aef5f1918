using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features.Runs;
using Spectre.Console;

namespace EmoVoid.Daemon.Demo;

/// <summary>Shows a run's progress: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class DemoProgress
{
    /// <summary>Without a terminal: a line every tenth of the run.</summary>
    private const int Lines = 10;

    /// <summary>In columns: what a step's figures take beside the bar, and how long the bar may be.</summary>
    private const int Figures = 68, ShortestBar = 10, LongestBar = 40;

    /// <param name="newRun">Waits for the run to appear.</param>
    /// <param name="ask">Gives the run as it is now.</param>
    /// <param name="pause">Passes the time between two questions.</param>
    /// <returns>The run when it is over.</returns>
    public static Task<RunView> Follow(Func<Task<RunView>> newRun, Func<string, Task<RunView>> ask, Func<Task> pause) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? OnTerminal(newRun, ask, pause)
            : InLines(newRun, ask, pause);

    // A row that is wider than the terminal is cut, and the time left stands at its end.
    private static int BarWidth => Math.Clamp(AnsiConsole.Profile.Width - Figures, ShortestBar, LongestBar);

    private static Task<RunView> OnTerminal(Func<Task<RunView>> newRun, Func<string, Task<RunView>> ask, Func<Task> pause) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("waiting for the folder to settle");
                var run = await newRun();
                bar.MaxValue = run.Progress.Steps;
                await Watch(run, ask, pause, now =>
                {
                    bar.Value = now.Progress.Step;
                    bar.Description = Markup.Escape(Describe(now));
                });
                return await ask(run.Id);
            });

    private static async Task<RunView> InLines(Func<Task<RunView>> newRun, Func<string, Task<RunView>> ask, Func<Task> pause)
    {
        var run = await newRun();
        var last = "";
        await Watch(run, ask, pause, now =>
        {
            var part = $"{now.State} {now.Progress.Stage} {now.Progress.Step * Lines / now.Progress.Steps}";
            if (part != last)
                Console.WriteLine(Describe(now));
            last = part;
        });
        return await ask(run.Id);
    }

    private static async Task Watch(RunView run, Func<string, Task<RunView>> ask, Func<Task> pause, Action<RunView> show)
    {
        for (var now = run; ; now = await ask(run.Id))
        {
            show(now);
            if (now.State.IsOver())
                return;
            await pause();
        }
    }

    private static string Describe(RunView run) => run switch
    {
        { State: RunState.Training, Progress: { Stage: { } stage and not Preparing.Measures } progress } when progress.Step == progress.Steps =>
            $"all {progress.Steps} steps done; the sample pictures come: {stage}",
        { State: RunState.Training, Progress: { Loss: { } loss, Pulse: { } pulse, Lit: { } lit } progress } => string.Create(
            CultureInfo.InvariantCulture,
            $"step {progress.Step.ToString(CultureInfo.InvariantCulture).PadLeft(Digits(progress.Steps))}/{progress.Steps}  loss {loss:0.0000}  rate {pulse:0.00e-0}  light {(lit ? "ON " : "off")}  left {TimeSpan.FromSeconds(Math.Ceiling(progress.SecondsLeft ?? 0)):m\\:ss}"),
        { State: RunState.Preparing, Progress.Stage: { } stage } => "preparing " + stage,
        { State: var state } => state.Word(),
    };

    private static int Digits(int steps) => steps.ToString(CultureInfo.InvariantCulture).Length;
}
