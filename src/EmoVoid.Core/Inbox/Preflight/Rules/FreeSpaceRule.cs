using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Checkpoints and caches will fit on the disk.</summary>
/// <remarks>
/// Reckoned from above: a LoRA of the full Anima in float32 has 5.73 M parameters at rank 4, so 6 MB a rank; a checkpoint at every interval
/// and as many again for the light; per picture a latent of 16 channels at 1/8 size, twice where it is mirrored, and a text context of 512 × 1024
/// for each order of its tags, all float32.
/// </remarks>
internal sealed class FreeSpaceRule : IPreflightRule
{
    private const long BytesPerRank = 6_000_000;
    private const long BytesPerContext = 512 * 1024 * 4;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Settings is not { } settings)
            yield break;
        var needed = Needed(settings, candidate.Folder.Images.Count);
        var sizes = $"up to {Wording.MiB(needed)} may be needed for checkpoints and caches, and {Wording.MiB(candidate.FreeBytes)} are free";
        if (candidate.FreeBytes < needed)
            yield return Finding.Problem($"There is not enough space on the daemon's disk: {sizes}. Make room, or ask for fewer checkpoints with a larger train.save_every.");
        else if (candidate.FreeBytes < 2 * needed)
            yield return Finding.Note($"Space on the daemon's disk is short: {sizes}.");
    }

    internal static long Needed(TrainPlan settings, int images)
    {
        var checkpoints = 2L * (settings.Steps / settings.SaveEvery + 1);
        var latent = 16L * (settings.Resolution / 8) * (settings.Resolution / 8) * 4;
        return checkpoints * settings.Rank * BytesPerRank + images * (latent * (settings.Batches.Flip ? 2 : 1) + BytesPerContext * settings.Batches.CaptionVariants);
    }
}
