using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling;

/// <summary>
/// Stays with a trainer from its first word to its end: passes on what it says, asks it to leave when told to, kills it when it does not, and
/// kills one that hangs.
/// </summary>
internal sealed class Attendance(IOptions<SchedulingOptions> options, TimeProvider time)
{
    /// <summary>What comes within this time of each other is passed on together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    /// <param name="hear">Given what was said, in order.</param>
    /// <param name="silenceAllowed">Asked whenever something was said: how long there may be nothing more. Null: for ever.</param>
    /// <param name="stopping">Asks the trainer to save and leave.</param>
    public async Task<AttendedEnd> Attend(
        IExecution trainer, Action<IReadOnlyList<TrainerEvent>> hear, Func<IReadOnlyList<TrainerEvent>, TimeSpan?> silenceAllowed, CancellationToken stopping)
    {
        var leaving = Task.FromResult(true);
        using (stopping.Register(() => leaving = SeeOut(trainer)))
        {
            var (lastWords, hung) = await Listen(trainer, hear, silenceAllowed);
            var end = await trainer.End;
            return new AttendedEnd(end, lastWords, hung, Killed: !await leaving);
        }
    }

    // Whoever calls Cancel goes on at once.
    private Task<bool> SeeOut(IExecution trainer) => Task.Run(async () =>
    {
        trainer.Stop();
        var patience = Task.Delay(options.Value.StopTimeout, time);
        if (await Task.WhenAny(trainer.End, patience) == trainer.End)
            return true;
        trainer.Kill();
        return false;
    });

    private async Task<(Failed? LastWords, TimeSpan? Hung)> Listen(
        IExecution trainer, Action<IReadOnlyList<TrainerEvent>> hear, Func<IReadOnlyList<TrainerEvent>, TimeSpan?> silenceAllowed)
    {
        Failed? lastWords = null;
        var limit = silenceAllowed([]);
        while (true)
        {
            if (await IsSilentFor(trainer, limit) is { } silence)
            {
                trainer.Kill();
                return (lastWords, silence);
            }

            if (!await trainer.Events.WaitToReadAsync())
                return (lastWords, null);
            var said = new List<TrainerEvent>();
            while (trainer.Events.TryRead(out var one))
                said.Add(one);
            hear(said);
            lastWords = said.OfType<Failed>().LastOrDefault() ?? lastWords;
            limit = silenceAllowed(said);
            await Task.Delay(Gathering, time);
        }
    }

    /// <returns>The limit, when nothing was said within it although the trainer was at work.</returns>
    private async Task<TimeSpan?> IsSilentFor(IExecution trainer, TimeSpan? limit)
    {
        var word = trainer.Events.WaitToReadAsync().AsTask();
        while (limit is { } most && !word.IsCompleted)
        {
            using var spoken = new CancellationTokenSource();
            if (await Task.WhenAny(word, Task.Delay(most, time, spoken.Token)) != word && trainer.Waits is null)
                return most;
            await spoken.CancelAsync();
        }

        await word;
        return null;
    }
}

/// <param name="LastWords">What the trainer said of its failure; null when it said nothing.</param>
/// <param name="Hung">The silence for which it was killed; null when it was not.</param>
/// <param name="Killed">Whether it was asked to leave and did not.</param>
internal sealed record AttendedEnd(ExecutionEnd End, Failed? LastWords, TimeSpan? Hung, bool Killed)
{
    public int ExitCode => End.ExitCode;
}
