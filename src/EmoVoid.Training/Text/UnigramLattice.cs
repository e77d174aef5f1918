using System.Runtime.InteropServices;

namespace EmoVoid.Training.Text;

/// <summary>All ways to cut a word into pieces, and the one with the highest sum of scores (Viterbi).</summary>
/// <remarks>
/// Source: Kudo, "Subword Regularization" (2018), section 3.1. The library's own sums are float32, and a word of seventeen same letters has cuts whose scores differ by less: the
/// reference, huggingface/tokenizers, adds float64 from the left and keeps the first of equals, so this does.
/// </remarks>
internal sealed class UnigramLattice
{
    /// <summary>A character that no piece has counts so much less than the worst piece.</summary>
    private const double UnknownPenalty = 10;

    private readonly Dictionary<string, (int Id, double Score)> pieces = [];
    private readonly Dictionary<string, (int Id, double Score)>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly (int Id, double Score) unknown;
    private readonly int longest;

    /// <param name="all">In the order of their ids.</param>
    /// <param name="unknownId">Of a character that no piece has.</param>
    public UnigramLattice(IReadOnlyList<SentencePiece> all, int unknownId)
    {
        foreach (var (id, piece) in all.Index())
            pieces[piece.Text] = (id, piece.Score);
        lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        (unknown, longest) = ((unknownId, all.Min(piece => piece.Score) - UnknownPenalty), all.Max(piece => piece.Text.Length));
    }

    /// <returns>The ids of the pieces.</returns>
    public IEnumerable<int> Cut(string word)
    {
        var best = new Node?[word.Length + 1]; // the best way to each place
        best[0] = new Node(0, 0, 0);
        for (var start = 0; start < word.Length; start += CharacterAt(word, start))
        {
            var (isKnown, character) = (false, CharacterAt(word, start));
            for (var length = 1; length <= Math.Min(longest, word.Length - start); length++)
                if (lookup.TryGetValue(word.AsSpan(start, length), out var piece))
                {
                    Offer(start, length, piece);
                    isKnown |= length == character;
                }

            if (!isKnown)
                Offer(start, character, unknown);
        }

        var ids = new Stack<int>();
        for (var at = word.Length; at > 0; at = best[at]!.Value.From)
            ids.Push(best[at]!.Value.Id);
        return ids;

        void Offer(int start, int length, (int Id, double Score) piece)
        {
            var score = best[start]!.Value.Score + piece.Score;
            if (best[start + length] is not { } known || score > known.Score)
                best[start + length] = new Node(score, start, piece.Id);
        }
    }

    /// <summary>In UTF-16 units: two where a pair of them is one character.</summary>
    private static int CharacterAt(string word, int at) => at + 1 < word.Length && char.IsSurrogatePair(word, at) ? 2 : 1;

    /// <param name="Score">Of all pieces up to here.</param>
    /// <param name="From">Where the last piece begins.</param>
    /// <param name="Id">Of the last piece.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(double Score, int From, int Id);
}
