namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>How rules put things.</summary>
internal static class Wording
{
    private const int Longest = 100;

    /// <summary>Names in one line; after a hundred only how many more there are.</summary>
    internal static string List(this IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Longest).Select(Printable)) + (names.Count > Longest ? $" and {names.Count - Longest} more" : "");

    /// <summary>1 picture, 2 pictures.</summary>
    internal static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    /// <summary>Mebibytes, rounded up.</summary>
    internal static string MiB(long bytes) => $"{(bytes + (1 << 20) - 1) >> 20} MiB";

    /// <summary>A name in one line: it may hold a line break, and a reason, or a line of the log, is to hold one name.</summary>
    internal static string Printable(string name) => name.Any(char.IsControl) ? string.Concat(name.Select(c => char.IsControl(c) ? '�' : c)) : name;
}
