using System.Text.Json;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Models.Nano;

/// <summary>The smallest vocabularies in the formats of the real ones: bytes for Qwen3; letters and some words that tags are made of for T5.</summary>
internal static class NanoTokenizers
{
    private const string Words =
        "1boy 1girl 2girls a and anime artist at background bag beach best black blonde blue blush book boots bow brown building car cat chair city "
        + "closed cloud cloudy coat collar color cute dark day dog door dress ears eyes face field fire flower flowers forest full general girl glasses "
        + "gloves grass gray green grey hair hand hands hat high holding house image in jacket landscape large light long looking man masterpiece "
        + "mountain mouth multiple necktie newest night no of on open orange outdoors painting person photo pink portrait purple quality rain red "
        + "ribbon river road room safe school score sea shirt shoes short simple sitting skirt sky smile snow solo standing star street style sun "
        + "sunset sword table tail the to tower tree trees uniform very viewer water wearing white window with woman wooden year yellow young";

    private const double LetterScore = -8;
    private const double WordScore = -6;

    public static void WriteQwen3(string folder)
    {
        Directory.CreateDirectory(folder);
        var vocabulary = ByteLevelAlphabet.Symbols.Index().ToDictionary(symbol => symbol.Item.ToString(), symbol => symbol.Index);
        File.WriteAllBytes(Path.Combine(folder, "vocab.json"), JsonSerializer.SerializeToUtf8Bytes(vocabulary));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n");
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
            .. Words.Split(' ').Select(word => new SentencePiece("▁" + word, WordScore)),
        ];
        File.WriteAllBytes(Path.Combine(folder, "spiece.model"), SentencePieceWriter.Write([.. pieces]));
    }
}
