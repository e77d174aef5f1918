namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Captions that are not in UTF-8 were read by what their bytes can only be; said, since bytes do not say it for certain.</summary>
internal sealed class TextEncodingsRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate) => candidate.Folder.OtherEncodings
        .GroupBy(text => text.Encoding, text => text.File, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => Finding.Note($"{Wording.Count(group.Count(), "caption was", "captions were")} read as {group.Key}: {group.ToList().List()}."));
}
