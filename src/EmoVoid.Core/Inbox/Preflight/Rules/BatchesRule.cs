using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Settings of batches and captions that would do nothing, or not what was probably meant.</summary>
internal sealed class BatchesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var sidecar = candidate.Sidecar;
        var idle = new[] { (SidecarSchema.KeepTags.Name, sidecar.KeepTags), (SidecarSchema.CaptionVariants.Name, sidecar.CaptionVariants) }
            .Where(key => key.Item2 is not null && !sidecar.ShuffleTags).Select(key => key.Name).ToList();
        if (idle.Count > 0)
            yield return Finding.Note($"{string.Join(" and ", idle)} {(idle.Count == 1 ? "does" : "do")} nothing without {SidecarSchema.ShuffleTags.Name} = true.");
        if (sidecar.CaptionDropout == 1)
            yield return Finding.Note($"{SidecarSchema.CaptionDropout.Name} is 1: no caption is ever shown.");
        if (sidecar.BatchSize > 1 && candidate.Settings?.Batches.Fit == PictureFit.Native)
            yield return Finding.Note(
                $"With {SidecarSchema.Fit.Name} = \"native\" only pictures of one size come together, so most batches will be smaller than {sidecar.BatchSize}. "
                + $"{SidecarSchema.Fit.Name} = \"bucket\" fills them; {SidecarSchema.GradientAccumulation.Name} averages over several.");
    }
}
