using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>Tells apart the saves that the light does not, by what else is known: the paired losses of those that were measured, else the average loss. The earlier of equals, in the light's order.</summary>
/// <param name="First">Its choice.</param>
/// <param name="Ordered">All of them, best first.</param>
/// <param name="Evidence">What told them apart.</param>
/// <param name="Rival">The next one that is not the first one's neighbour; null: there is none.</param>
/// <param name="Lead">How much higher the rival's paired loss is; null: there is no rival, or nothing was measured.</param>
/// <param name="HoldsOut">Whether held-out pictures are among the measured ones.</param>
internal sealed record SecondLook(
    CheckpointCandidate First, IReadOnlyList<CheckpointCandidate> Ordered, Evidence Evidence, CheckpointCandidate? Rival, PairedDifference? Lead, bool HoldsOut)
{
    /// <summary>0..1: how sure it is that the rival is no better; null when the paired losses have not decided. Trained pictures alone cannot show memorizing, so they are never more than half sure.</summary>
    public double? Confidence => Evidence != Evidence.PairedLoss ? null : (Lead?.Confidence ?? 0) * (HoldsOut ? 1 : 0.5);

    /// <param name="saves">Those to tell apart, in the light's order; at least one.</param>
    /// <param name="neighbourhood">A save this near is nearly the same LoRA, so it is no rival.</param>
    /// <param name="unaided">What has named the first when there is nothing else to look at.</param>
    public static SecondLook At(IReadOnlyList<CheckpointCandidate> saves, double neighbourhood, RunValidation? measures, Evidence unaided)
    {
        var measured = saves.Count(save => save.PairedLoss is not null);
        var evidence = saves.Count == 1 ? unaided
            : measured > 1 ? Evidence.PairedLoss
            : saves.Any(save => save.StableLoss is not null) ? Evidence.AverageLoss
            : unaided;
        // A save of the light is not always measured; those that are stand before it.
        IReadOnlyList<CheckpointCandidate> ordered = evidence switch
        {
            Evidence.PairedLoss => [.. saves.OrderBy(save => save.PairedLoss ?? double.PositiveInfinity)],
            Evidence.AverageLoss => [.. saves.OrderBy(save => save.StableLoss ?? double.PositiveInfinity)],
            _ => saves,
        };
        var rival = ordered.Skip(1).FirstOrDefault(other => Math.Abs((long)other.Step - ordered[0].Step) > neighbourhood);
        var lead = evidence == Evidence.PairedLoss && rival?.PairedLoss is not null ? measures!.PairedDifference(rival.Step, ordered[0].Step) : null;
        return new SecondLook(ordered[0], ordered, evidence, rival, lead, measures?.HoldsOut == true);
    }
}
