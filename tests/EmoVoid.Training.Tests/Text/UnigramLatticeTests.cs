using EmoVoid.Training.Text;

namespace EmoVoid.Training.Tests.Text;

/// <summary>The best cut against all cuts there are.</summary>
public class UnigramLatticeTests
{
    private const int Unknown = 0;

    [Fact]
    public void It_is_the_best_of_all_cuts()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            List<SentencePiece> pieces = [new("<unk>", 0), .. Texts().Where(_ => random.Next(3) > 0).Select(text => new SentencePiece(text, -Math.Round(random.NextDouble() * 9 + 1, 3)))];
            var word = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => "ab𝛼"[random.Next(2)] is var letter && random.Next(5) == 0 ? "𝛼" : letter.ToString()));

            var cut = new UnigramLattice(pieces, Unknown).Cut(word).ToList();

            Assert.Equal(Cuts(word, pieces).Max(ids => ids.Sum(id => Score(id, pieces))), cut.Sum(id => Score(id, pieces)));
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(1000)]
    public void A_run_of_one_letter_loses_nothing_by_rounding(int length)
    {
        // Their scores for a letter are equal but for 1e-9, which float32 sums of hundreds do not see.
        List<SentencePiece> pieces = [new("<unk>", 0), new("a", -10.000000001), new("aa", -20), new("aaa", -30.000000002)];
        var cut = new UnigramLattice(pieces, Unknown).Cut(new string('a', length)).ToList();
        Assert.Equal(length / 2, cut.Count(id => id == 2));
        Assert.Equal(length, cut.Sum(id => pieces[id].Text.Length));
    }

    [Fact]
    public void Of_equal_cuts_the_first_found_stays_and_the_unknown_is_one_character()
    {
        List<SentencePiece> pieces = [new("<unk>", 0), new("a", -1), new("aa", -2)];
        Assert.Equal([2], new UnigramLattice(pieces, Unknown).Cut("aa"));
        Assert.Equal([1, Unknown, 1], new UnigramLattice(pieces, Unknown).Cut("a𝛼a"));
        Assert.Empty(new UnigramLattice(pieces, Unknown).Cut(""));
    }

    private static IEnumerable<string> Texts() => ["a", "b", "aa", "ab", "ba", "bb", "aab", "aba", "𝛼", "a𝛼", "𝛼b", "abab"];

    /// <summary>In thousandths, so that sums are exact; the unknown is ten below the worst piece.</summary>
    private static long Score(int id, List<SentencePiece> pieces) =>
        (long)Math.Round(1000 * (id == Unknown ? pieces.Min(piece => piece.Score) - 10 : pieces[id].Score));

    private static IEnumerable<List<int>> Cuts(string word, List<SentencePiece> pieces)
    {
        if (word.Length == 0)
            return [[]];
        var first = char.IsSurrogatePair(word, 0) ? 2 : 1;
        var starts = pieces.Index().Skip(1).Where(piece => word.StartsWith(piece.Item.Text, StringComparison.Ordinal)).Select(piece => (piece.Index, piece.Item.Text.Length)).ToList();
        if (starts.All(start => start.Length != first))
            starts.Add((Unknown, first));
        return starts.SelectMany(start => Cuts(word[start.Length..], pieces).Select(rest => (List<int>)[start.Index, .. rest]));
    }
}
