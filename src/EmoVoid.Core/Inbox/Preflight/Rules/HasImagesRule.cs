using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>There is something to learn from.</summary>
internal sealed class HasImagesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Folder.Images.Count == 0)
            yield return Finding.Problem($"There are no images in the folder. These kinds can be used: {string.Join(' ', ImageFormats.Extensions)}.");
    }
}
