namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The model reads 512 tokens of a caption. A word has at least one, so more words than that are certainly too many.</summary>
/// <remarks>Tokens are counted by the trainer, which has the tokenizers, and which says exactly how many of a caption are ignored.</remarks>
internal sealed class LongCaptionsRule : IPreflightRule
{
    private const int MostTokens = 512;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var tooLong = candidate.Folder.Images.Where(image => Words(image.Caption) > MostTokens).Select(image => image.File).ToList();
        if (tooLong.Count > 0)
            yield return Finding.Note(
                $"{Wording.Count(tooLong.Count, "caption has", "captions have")} more than {MostTokens} words, and the model reads {MostTokens} tokens: {tooLong.List()}. The rest is ignored; the run's notes will say how much.");
    }

    private static int Words(string? caption) => (caption ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
