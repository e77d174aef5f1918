using System.Text;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Core.Executors;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Listens to the scripts' console, as <see cref="LogScanner"/> reads it, and looks into the files that it tells of.</summary>
/// <param name="version">Of the scripts and the optimizer.</param>
/// <param name="torch">PyTorch's version.</param>
internal sealed class KohyaVoice(RunPlan plan, KohyaFolder folder, string version, string torch) : ITrainerVoice
{
    /// <summary>Enough for the end of a Python traceback; in characters.</summary>
    private const int LongestTail = 1 << 14;

    private readonly int from = folder.LastStart();
    private readonly Decoder utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder tail = new();
    private LogScanner scanner = null!;
    private KohyaSteps steps = null!;
    private KohyaSaves saves = null!;
    private Action<TrainerEvent> say = null!;
    private bool isTraining;
    private int bar; // the last step of this start that is done

    public async Task<bool> Hear(Stream output, Action<ReadOnlySpan<byte>> log, Action<TrainerEvent> say)
    {
        (this.say, scanner) = (say, new LogScanner(Take));
        (steps, saves) = (new KohyaSteps(plan, folder, from, say), new KohyaSaves(plan, folder, from, say));
        var stages = new KohyaStages(say);
        var bytes = new byte[1 << 14];
        var characters = new char[bytes.Length + 1];
        while (await output.ReadAsync(bytes) is > 0 and var read)
        {
            log(bytes.AsSpan(0, read));
            var text = new string(characters, 0, utf8.GetChars(bytes, 0, read, characters, 0, flush: false));
            stages.Hear(text, isTraining);
            Careful(() => Read(text));
            if (steps.Diverged is not null)
                return false;
        }

        Careful(ReadEnd);
        return steps.Diverged is null;
    }

    public ExecutionEnd Judge(ExecutionEnd end, Action<TrainerEvent> say)
    {
        var last = from + bar;
        var failed = steps.Diverged is { } step
            ? new Failed(TrainerExitCode.Diverged, $"The loss of step {from + step} is infinite or not a number; nothing trained after it is of use.")
            : KohyaDeath.Explain(end.ExitCode, last == plan.Train.Steps && end.ExitCode == (int)TrainerExitCode.Done ? "" : tail.ToString());
        if (failed is not null)
            say(failed);
        else if (end.ExitCode == (int)TrainerExitCode.Done)
            say(new Finished(last, Stopped: false));
        return failed is null ? end : end with { ExitCode = (int)failed.Code, Words = failed.Message };
    }

    // The scripts write a line or a bar at a time, so what has come is whole where it ends like one.
    private void Read(string text)
    {
        tail.Append(text);
        if (tail.Length > 2 * LongestTail)
            tail.Remove(0, tail.Length - LongestTail);
        scanner.Append(text);
        if (text.EndsWith('\n') || text.EndsWith('\r') || text.EndsWith(']'))
            scanner.Settle();
    }

    private void ReadEnd()
    {
        scanner.End();
        if (!isTraining)
            return;
        saves.Take();
        steps.TellUntil(bar);
        saves.TakeSamples(bar);
    }

    private void Take(LogMark mark)
    {
        switch (mark)
        {
            case LogMark.Bar { Done: var done }:
                Begin();
                saves.Take();
                if (done > bar)
                    Advance(done);
                break;
            case LogMark.AverageLoss average when bar > 0:
                saves.Take();
                steps.Average(bar, average.Value);
                break;
            case LogMark.Light:
                steps.Light(bar + 1);
                break;
            case LogMark.Saved saved:
                saves.Announce(saved.File, bar);
                break;
        }
    }

    // The loss of a step is logged after its bar, and before the next one.
    private void Advance(int done)
    {
        steps.TellUntil(done - 1);
        saves.TakeSamples(done - 1);
        bar = done;
    }

    private void Begin()
    {
        if (isTraining)
            return;
        say(new Started(version, torch, plan.Device, KohyaParameters.Count(plan), plan.Train.Steps, from));
        isTraining = true;
        if (from == 0)
            return;
        steps.TellEarlier();
        saves.TellEarlier();
        say(new Noted($"After step {from} kohya's scripts went on from their saved state: weights and optimizer are the same, the order of the pictures and the noise are not what they would have been."));
    }

    // The trainer goes on whatever happens to its files; what could not be told is told by the next step, or missing.
    private void Careful(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say(new Noted($"A file of kohya's scripts could not be read or moved: {e.Message}"));
        }
    }
}
