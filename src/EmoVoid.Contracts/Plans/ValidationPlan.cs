namespace EmoVoid.Contracts.Plans;

/// <summary>What is measured at the checkpoints of a run: the loss of pictures that are never trained, and of as many that are.</summary>
/// <param name="HeldOut">The pictures that are not trained, the first of them measured first; they are not among the data set's. Empty: none is held out.</param>
/// <param name="Trained">The files of the trained pictures that are measured, likewise; at least one.</param>
/// <param name="Pairs">At most so many pairs of a noise level σ and a noise ε are measured of the held-out pictures, and as many of the trained ones; at least 1.</param>
/// <param name="Share">The most that measuring may take, as a share of what the steps take. Saves that the light asks for are measured within it; the others always are.</param>
public sealed record ValidationPlan(
    IReadOnlyList<CaptionedImage> HeldOut, IReadOnlyList<string> Trained, int Pairs, double Share = ValidationCost.Most)
{
    /// <summary>How many forward passes one measurement takes.</summary>
    public int Passes => PairsOf(HeldOut.Count) + PairsOf(Trained.Count);

    /// <summary>How many pairs are measured of so many pictures: each has as many as the others, or only the first <see cref="Pairs"/> have one.</summary>
    public int PairsOf(int pictures) => pictures == 0 ? 0 : pictures > Pairs ? Pairs : Pairs / pictures * pictures;
}
