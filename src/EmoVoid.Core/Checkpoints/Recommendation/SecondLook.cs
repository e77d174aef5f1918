using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>Tells apart the saves that the light does not, by what else is known: the paired losses of those that were measured, else the average loss. The earlier of equals, in the light's order.</summary>
/// <param name="First">Its choice.</param>
/// <param name="Ordered">All of them, best first.</param>
/// <param name="Evidence">What told them apart.</param>
/// <param name="Rival">The next one that is not the first one's neighbour; null: there is none.</param>
/// <param name="Lead">How much higher the rival's paired loss is; null: there is no rival, or nothing was measured.</param>
internal sealed record SecondLook(
    CheckpointCandidate First, IReadOnlyList<CheckpointCandidate> Ordered, Evidence Evidence, CheckpointCandidate? Rival, PairedDifference? Lead)
{
    /// <summary>Whether what told them apart is more than chance.</summary>
    public bool IsClear => Lead?.IsClear == true;

    /// <param name="equals">In the light's order; at least one.</param>
    /// <param name="neighbourhood">A save this near is nearly the same LoRA, so it is no rival.</param>
    /// <param name="unaided">What has named the first when there is nothing else to look at.</param>
    public static SecondLook At(IReadOnlyList<CheckpointCandidate> equals, double neighbourhood, RunValidation? measures, Evidence unaided)
    {
        var measured = equals.Count(save => save.PairedLoss is not null);
        var evidence = equals.Count == 1 ? unaided
            : measured > 1 ? Evidence.PairedLoss
            : equals.Any(save => save.StableLoss is not null) ? Evidence.AverageLoss
            : unaided;
        // A save of the light is not always measured; those that are stand before it.
        IReadOnlyList<CheckpointCandidate> ordered = evidence switch
        {
            Evidence.PairedLoss => [.. equals.OrderBy(save => save.PairedLoss ?? double.PositiveInfinity)],
            Evidence.AverageLoss => [.. equals.OrderBy(save => save.StableLoss ?? double.PositiveInfinity)],
            _ => equals,
        };
        var rival = ordered.Skip(1).FirstOrDefault(other => Math.Abs((long)other.Step - ordered[0].Step) > neighbourhood);
        var lead = evidence == Evidence.PairedLoss && rival?.PairedLoss is not null ? measures!.PairedDifference(rival.Step, ordered[0].Step) : null;
        return new SecondLook(ordered[0], ordered, evidence, rival, lead);
    }
}
