using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers;

/// <summary>EmoVoid.Trainer: it reads its plan itself, says events as JSON lines on standard output, and logs on standard error.</summary>
internal sealed class OwnTrainer(TrainerLocator locator, StateFolder folders, IOptions<SchedulingOptions> options) : ITrainerKind
{
    public string Name => TrainerName.EmoVoid;

    public TrainerCall Prepare(TrainerTask task) =>
        new(locator.Find(), [task.Command, task.PlanFile], Path.GetDirectoryName(task.PlanFile)!, Surroundings(), HearsWords: true);

    // Whose child it is, and how long it may take to leave when that is gone, before it ends itself.
    private Dictionary<string, string> Surroundings() => new()
    {
        [TrainerVariables.Parent] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        [TrainerVariables.LeaveWithin] = Math.Max(1, (int)options.Value.StopTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
    };

    public ITrainerVoice VoiceFor(TrainerTask task) => new EventLines();

    // The trainer's own file decides: when the daemon was killed, the last save came after the last word it heard.
    public string HowItGoesOn(string run) =>
        File.Exists(folders.SavedStateOf(run)) ? "It goes on from its saved state." : "It starts afresh, since nothing was saved yet.";

    private sealed class EventLines : ITrainerVoice
    {
        public async Task<bool> Hear(Stream output, Action<ReadOnlySpan<byte>> log, Action<TrainerEvent> say)
        {
            using var reader = new StreamReader(output, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line)
                if (TrainerEvent.TryParse(line) is { } said)
                    say(said);
            return true;
        }

        public ExecutionEnd Judge(ExecutionEnd end, Action<TrainerEvent> say) => end;
    }
}
