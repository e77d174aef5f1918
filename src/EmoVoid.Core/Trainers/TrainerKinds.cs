using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Executors;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Trainers;

/// <summary>Which program trains which run, as its plan says. Sample pictures are always made by our own.</summary>
public sealed class TrainerKinds(IEnumerable<ITrainerKind> kinds, StateFolder folders)
{
    private readonly Dictionary<string, ITrainerKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <exception cref="ExecutorException">The plan names a trainer that this version does not have.</exception>
    public ITrainerKind Of(TrainerWork work) => work.Command == TrainerTask.Train ? Named(TrainerIn(work.PlanFile)) : Named(null);

    /// <inheritdoc cref="Of(TrainerWork)"/>
    public ITrainerKind Of(string run) => Named(TrainerIn(folders.PlanOf(run)));

    private ITrainerKind Named(string? name) => byName.GetValueOrDefault(name ?? TrainerName.EmoVoid)
        ?? throw new ExecutorException($"The plan asks for the trainer '{name}', which this version does not have.");

    // A plan that cannot be read is for our own trainer to tell of: it names the file and what is wrong with it.
    private static string? TrainerIn(string plan)
    {
        try
        {
            return RunPlan.Read(plan).Trainer;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
