using System.Text.Json;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Models.Nano;

/// <summary>
/// Vocabularies for the picture world, in the formats of the real ones: its words are a token each. Everything else can be said too, in bytes to
/// Qwen3 and in letters to T5.
/// </summary>
internal static class NanoTokenizers
{
    private const double LetterScore = -8;
    private const double WordScore = -6;

    /// <summary>A byte-level BPE that puts each word together from left to right.</summary>
    public static void WriteQwen3(string folder)
    {
        Directory.CreateDirectory(folder);
        var bytes = ByteLevelAlphabet.Symbols.Select(symbol => symbol.ToString());
        // The words after a space come first: their merges are tried first, so those of a word at the beginning of a text cannot break them.
        var space = ByteLevelAlphabet.Symbols[' '].ToString();
        (string Left, string Right)[] merges = [.. new[] { space, "" }.SelectMany(before => CreatureCaptions.Words.SelectMany(word => Merges(before + word))).Distinct()];
        string[] tokens = [.. bytes, .. merges.Select(merge => merge.Left + merge.Right)];
        File.WriteAllBytes(Path.Combine(folder, "vocab.json"), JsonSerializer.SerializeToUtf8Bytes(tokens.Index().ToDictionary(token => token.Item, token => token.Index)));
        File.WriteAllLines(Path.Combine(folder, "merges.txt"), ["#version: 0.2", .. merges.Select(merge => $"{merge.Left} {merge.Right}")]);
    }

    public static void WriteT5(string folder)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<SentencePiece> pieces =
        [
            new("<pad>", 0, PieceType.Control),
            new("</s>", 0, PieceType.Control),
            new("<unk>", 0, PieceType.Unknown),
            new("▁", -4),
            .. Enumerable.Range('!', '~' - '!' + 1).Select(letter => new SentencePiece(((char)letter).ToString(), LetterScore)),
            .. CreatureCaptions.Words.Select(word => new SentencePiece("▁" + word, WordScore)),
        ];
        File.WriteAllBytes(Path.Combine(folder, "spiece.model"), SentencePieceWriter.Write([.. pieces]));
    }

    /// <summary>f+o, fo+x</summary>
    private static IEnumerable<(string, string)> Merges(string word) =>
        Enumerable.Range(1, word.Length - 1).Select(length => (word[..length], word[length].ToString()));
}
