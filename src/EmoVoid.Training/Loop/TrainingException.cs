using EmoVoid.Contracts.Events;

namespace EmoVoid.Training.Loop;

/// <summary>A run that cannot begin or go on, for a reason that a person can do something about.</summary>
/// <param name="code">What the process ends with.</param>
/// <param name="message">Every problem, what was found, and the way out.</param>
public sealed class TrainingException(TrainerExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public TrainerExitCode Code { get; } = code;
}
