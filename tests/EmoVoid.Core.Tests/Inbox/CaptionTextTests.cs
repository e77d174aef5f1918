using System.Text;
using EmoVoid.Core.Inbox.Preflight;

namespace EmoVoid.Core.Tests.Inbox;

public class CaptionTextTests
{
    private const string Cat = "1girl, 日本語の猫、赤いマフラー";

    public static TheoryData<string, string, byte[]> Readable => new()
    {
        { "UTF-8", Cat, Encoding.UTF8.GetBytes(Cat) },
        { "UTF-8", Cat, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Cat)] },
        { "UTF-8", "café", Encoding.UTF8.GetBytes("café") },
        { "UTF-16", Cat, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Cat)] },
        { "UTF-16", Cat, [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Cat)] },
        { "UTF-16", "plain", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("plain")] },
        { "Shift-JIS", Cat, Bytes(932, Cat) },
        { "Shift-JIS", "ねこ", Bytes(932, "ねこ") },
        { "EUC-JP", Cat, Bytes(51932, Cat) },
        { "EUC-JP", "Tシャツ, 日本\n", Bytes(51932, "Tシャツ, 日本\n") },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_caption_is_read_in_what_it_can_only_be(string encoding, string text, byte[] bytes) =>
        Assert.Equal(new CaptionText(text, encoding == "UTF-8" ? null : encoding), CaptionText.Read(bytes));

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "holds zero bytes, as no text does", Encoding.Unicode.GetBytes("UTF-16 without its mark") },
        { "begins like UTF-16, but is not", [0xFF, 0xFE, 0x41] },
        { "begins like UTF-16, but is not", [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00] },
        { "begins like UTF-16, but is not", [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0] },
        { "is not UTF-8, and can be read as Shift-JIS and as EUC-JP", Bytes(51932, "ねこ") },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", Encoding.Latin1.GetBytes("café") },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", Encoding.Latin1.GetBytes("un élan") },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", Encoding.Latin1.GetBytes("größe") },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", Encoding.Latin1.GetBytes("Mädchen im Wald") },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] },
        { "is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP", [0x80, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_none_of_them_or_more_than_one_is_refused_with_the_reason(string reason, byte[] bytes) =>
        Assert.Equal(reason, Assert.Throws<InvalidDataException>(() => CaptionText.Read(bytes)).Message);

    [Fact]
    public async Task A_folder_says_how_its_captions_were_read_and_its_plan_has_their_text()
    {
        using var inbox = new TestInbox();
        inbox.PutDataset("a");
        File.WriteAllBytes(Path.Combine(inbox.State.Inbox, "a", "1.txt"), Bytes(932, Cat));
        File.WriteAllBytes(Path.Combine(inbox.State.Inbox, "a", "2.txt"), Bytes(932, Cat));
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.Contains("2 captions were read as Shift-JIS: 1.txt, 2.txt.", report.Notes);
        Assert.Equal([Cat, Cat, "caption 3"], report.Images.Select(image => image.Caption));
    }

    [Fact]
    public async Task The_sidecar_is_UTF_8_alone()
    {
        using var inbox = new TestInbox();
        inbox.PutDataset("a");
        File.WriteAllBytes(Path.Combine(inbox.State.Inbox, "a", "emovoid.toml"), Bytes(932, "name = \"猫\""));
        Assert.Contains("emovoid.toml is not UTF-8", Assert.Single((await inbox.CheckAsync("a")).Problems), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(inbox.State.Inbox, "a", "emovoid.toml"), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("name = \"猫\"")]);
        Assert.Equal("猫", (await inbox.CheckAsync("a")).Name);
    }

    private static byte[] Bytes(int codePage, string text) => CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);
}
