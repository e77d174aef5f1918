using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Executors;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Trainers;

/// <summary>EmoVoid.Trainer: it reads its plan itself, says events as JSON lines on standard output, and logs on standard error.</summary>
internal sealed class OwnTrainer(TrainerLocator locator, StateFolder folders) : ITrainerKind
{
    public string Name => TrainerName.EmoVoid;

    public TrainerCall Prepare(TrainerWork work) =>
        new(locator.Find(), [work.Command, work.PlanFile], Path.GetDirectoryName(work.PlanFile)!, new Dictionary<string, string>(), HearsWords: true);

    public ITrainerVoice VoiceFor(TrainerWork work) => new EventLines();

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
