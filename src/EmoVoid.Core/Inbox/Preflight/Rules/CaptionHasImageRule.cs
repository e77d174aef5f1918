namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Every caption belongs to a picture: one that does not is a typing mistake or a picture that was forgotten.</summary>
internal sealed class CaptionHasImageRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var lost = candidate.Folder.LostCaptions;
        if (lost.Count > 0)
            yield return Finding.Problem(
                $"{Wording.Count(lost.Count, "caption has", "captions have")} no image of the same name: {lost.List()}. Add the image, or remove or rename the text.");
    }
}
