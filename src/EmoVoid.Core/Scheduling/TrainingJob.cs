using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>One run at work, from its start to where it goes next. A run that fails leaves the way free for the next.</summary>
internal sealed class TrainingJob(
    RunStore runs, RunsAtWork atWork, RunFollower follower, RunEnding ending, IHostApplicationLifetime daemon, IOptions<SchedulingOptions> options, TimeProvider time,
    ILogger<TrainingJob> log) : IJob
{
    public const string Group = "training", RunKey = "run";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var run = context.MergedJobDataMap.GetString(RunKey)!;
        try
        {
            await Work(run, atWork.Of(run)!);
        }
        finally
        {
            atWork.End(run);
        }
    }

    private async Task Work(string id, RunsAtWork.Work work)
    {
        try
        {
            var run = runs.Get(id);
            await (work.Found is { } trainer ? follower.Adopt(run, work.Executor, trainer, work.Stop) : follower.Follow(run, work.Executor, work.Place, work.Stop));
        }
        catch (RunTransitionException e) when (e.Asked == RunTransition.Start)
        {
            // Somebody held or cancelled it between the look at the queue and this.
        }
        catch (ExecutorBusyException e)
        {
            ending.NotNow(id, e.Message, time.GetUtcNow() + options.Value.RetryDelay);
        }
        catch (Exception e) when (FullDisk.IsMeantBy(e))
        {
            log.RunWithoutRoom(id, e.Message);
            await WaitForRoom(id, e.Message);
        }
#pragma warning disable CA1031 // Whatever breaks here is a mistake of this program: the run ends with it, the queue does not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.RunBroke(e, id);
            GiveUp(id, e);
        }
    }

    // Not even the run's state can be written before there is room; its trainer tells again what was lost meanwhile.
    private async Task WaitForRoom(string run, string problem)
    {
        while (!daemon.ApplicationStopping.IsCancellationRequested)
            try
            {
                if (runs.Get(run).State.IsAtWork())
                    ending.WaitAgain(run, $"The disk was full: {problem}.", exitCode: null);
                return;
            }
            catch (Exception e) when (FullDisk.IsMeantBy(e))
            {
                await Task.Delay(options.Value.RetryDelay, time, daemon.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
            }
    }

    // A folder that cannot be given back now is given back at the next start.
    private void GiveUp(string run, Exception reason)
    {
        if (runs.Find(run) is not { } found || found.State.IsOver())
            return;
        try
        {
            ending.Fail(run, $"The daemon could not carry the run on: {reason.Message}");
        }
#pragma warning disable CA1031 // As above; and whoever looks at the run sees its state.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.RunBroke(e, run);
        }
    }
}
