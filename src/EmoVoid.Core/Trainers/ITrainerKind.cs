using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;

namespace EmoVoid.Core.Trainers;

/// <summary>
/// A program that trains: how it is called, what its output means, and what it goes on from. Executors run it here or elsewhere, and know no
/// more of it than this.
/// </summary>
public interface ITrainerKind
{
    /// <summary>As a sidecar and a plan name it.</summary>
    string Name { get; }

    /// <summary>Makes ready what the program reads, and says how it is called.</summary>
    /// <exception cref="TrainerNotFoundException">The program is not there.</exception>
    /// <exception cref="IOException">Something for it could not be written.</exception>
    TrainerCall Prepare(TrainerTask task);

    /// <summary>Who listens to the program that was last prepared for this work.</summary>
    ITrainerVoice VoiceFor(TrainerTask task);

    /// <summary>From where a run that was cut goes on; a sentence.</summary>
    string HowItGoesOn(string run);
}

/// <summary>How a trainer's process is started.</summary>
/// <param name="Folder">It starts in this one.</param>
/// <param name="Environment">What it gets beside the daemon's own.</param>
/// <param name="HearsWords">Whether it listens to <see cref="TrainerCommand"/> on its standard input.</param>
public sealed record TrainerCall(
    string Program, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment, bool HearsWords);

/// <summary>Turns what one trainer writes to its standard output into events.</summary>
public interface ITrainerVoice
{
    /// <summary>Listens until the output ends.</summary>
    /// <param name="log">Takes what is for people.</param>
    /// <param name="say">Takes events, in their order.</param>
    /// <returns>False when the trainer is to be ended at once, since nothing good can come any more.</returns>
    Task<bool> Hear(Stream output, Action<ReadOnlySpan<byte>> log, Action<TrainerEvent> say);

    /// <summary>What the end means, once the output has ended too.</summary>
    /// <returns>The end with a code of <see cref="TrainerExitCode"/>, where the program's own code is another.</returns>
    ExecutionEnd Judge(ExecutionEnd end, Action<TrainerEvent> say);
}
