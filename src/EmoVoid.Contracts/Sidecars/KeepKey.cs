using System.Globalization;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>A key that says which checkpoints stay: a word, or how many of the best. Kept as text.</summary>
public sealed record KeepKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public const string All = "all", Candidates = "candidates";

    private const int Most = 1000;

    public override string Expected => $"\"{All}\", \"{Candidates}\" or a whole number from 1 to {Most}";

    public override object? Accept(object? found) => found switch
    {
        All or Candidates => found,
        long count when count is >= 1 and <= Most => count.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
