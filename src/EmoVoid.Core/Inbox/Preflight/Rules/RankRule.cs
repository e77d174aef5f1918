namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>A LoRA's matrices are no wider than the layers they adapt: a product of rank r cannot tell more than the narrower side of a layer.</summary>
internal sealed class RankRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.ModelVerdict?.Sizes?.Dit.NarrowestLoraLayer is { } width && candidate.Sidecar.Rank > width)
            yield return Finding.Problem(
                $"train.rank is {candidate.Sidecar.Rank}, and the narrowest layer of '{candidate.ModelName}' that a LoRA adapts is {width} wide: a rank above that adds nothing. Ask for {width} or less; 4 is the guide's.");
    }
}
