using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>A choice whose paired loss is clearly above that of another save: the light came when the run had already begun to lose what it had learned.</summary>
/// <param name="Choice">What would be recommended without it.</param>
/// <param name="Better">The save with the lowest paired loss of all.</param>
/// <param name="Higher">How much higher the choice's paired loss is.</param>
internal sealed record Overfitting(CheckpointCandidate Choice, CheckpointCandidate Better, PairedDifference Higher)
{
    /// <returns>Null when there is none, and when no picture is held out: the loss of trained pictures falls while a run memorizes them.</returns>
    public static Overfitting? Of(CheckpointCandidate choice, IReadOnlyList<CheckpointCandidate> all, RunValidation? measures)
    {
        if (measures is not { HoldsOut: true } || choice.PairedLoss is null)
            return null;
        var better = all.Where(save => save.PairedLoss is not null).MinBy(save => save.PairedLoss)!;
        var higher = measures.PairedDifference(choice.Step, better.Step);
        return better != choice && higher.IsClear == true ? new Overfitting(choice, better, higher) : null;
    }
}
