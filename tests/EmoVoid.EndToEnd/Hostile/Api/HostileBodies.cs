using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Testing;
using static EmoVoid.EndToEnd.Hostile.Api.HostileValues;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>Bodies of requests: as the document asks for them, and spoiled.</summary>
internal sealed class HostileBodies(ApiDocument document, Random chance)
{
    private static readonly byte[] Picture = MakePicture();

    /// <summary>An object after its schema, in which some values are not what they should be, and some members lack, come twice or are unknown.</summary>
    public byte[] Json(JsonNode schema)
    {
        var text = Is(0.06) ? One(JsonTexts) : Value(schema, 0);
        if (Is(0.04))
            text = text[..chance.Next(text.Length + 1)];
        if (Is(0.03))
            text += One([" x", "{}", "\0", ",", "]", "}"]);
        return Is(0.03) ? [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)] : Is(0.02) ? [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)] : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Bytes that fit nothing in particular.</summary>
    public byte[] Anything() => chance.Next(9) switch
    {
        0 => [],
        1 => Noise(chance.Next(1, 5000)),
        2 => Encoding.UTF8.GetBytes(new string('[', chance.Next(1, 100_000))),
        3 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", chance.Next(1, 20_000))) + "1"),
        4 => Multipart(),
        5 => Encoding.UTF8.GetBytes($"a={Uri.EscapeDataString(One(Texts))}&b=%zz"),
        6 => Log(),
        7 => Zip(),
        _ => Encoding.UTF8.GetBytes(One(JsonTexts)),
    };

    /// <summary>An archive with a good data set, or with one that leads elsewhere, or a part of one.</summary>
    public byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "00.png", Picture);
            Put(zip, "00.txt", "zenigata"u8.ToArray());
            Put(zip, "emovoid.toml", Encoding.UTF8.GetBytes(Is(0.8) ? "[train]\nsteps = 10\nresolution = 64\n[sample]\ncount = 0\n" : One(Texts)));
            for (var i = Is(0.5) ? 0 : chance.Next(1, 4); i > 0; i--)
                Put(zip, EntryName(), "made"u8.ToArray(), link: Is(0.2));
        }

        var archive = bytes.ToArray();
        if (Is(0.2))
            archive = archive[..chance.Next(archive.Length)];
        for (var i = Is(0.2) ? chance.Next(1, 20) : 0; i > 0 && archive.Length > 0; i--)
            archive[chance.Next(archive.Length)] = (byte)chance.Next(256);
        return archive;
    }

    private static byte[] MakePicture()
    {
        using var folder = new TemporaryFolder();
        TinyPng.Write(folder["a.png"], 96, 96);
        return File.ReadAllBytes(folder["a.png"]);
    }

    private bool Is(double likely) => chance.NextDouble() < likely;

    private string One(string[] of) => of[chance.Next(of.Length)];

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        chance.NextBytes(noise);
        return noise;
    }

    private string Value(JsonNode? written, int depth)
    {
        var schema = document.Resolve(written);
        if (Is(depth == 0 ? 0.03 : 0.2) || depth > 8)
            return One(JsonTexts);
        var type = schema?["type"] switch { JsonArray several => (string)several.First(one => (string?)one != "null")!, { } one => (string)one!, null => "" };
        return type switch
        {
            "object" => Members(schema!, depth),
            "array" => $"[{string.Join(',', Enumerable.Range(0, Is(0.03) ? chance.Next(2000) : chance.Next(6)).Select(_ => Value(schema!["items"], depth + 1)))}]",
            "integer" => chance.Next(-2, 300).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "number" => (chance.NextDouble() * 0.2).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            "boolean" => One(["true", "false"]),
            _ => Quote(Is(0.3) ? One(Runs) : Is(0.03) ? new string('s', chance.Next(200_000)) : One(Texts)),
        };
    }

    private string Members(JsonNode schema, int depth)
    {
        var members = (schema["properties"]?.AsObject() ?? []).Where(_ => Is(0.6)).Select(property => $"{Quote(property.Key)}:{(property.Key == "run" && Is(0.6) ? Quote(One(Runs)) : Value(property.Value, depth + 1))}").ToList();
        if (schema["properties"] is null && Is(0.7))
            members.Add($"{Quote(Is(0.6) ? "queue.held" : One(Texts))}:{(Is(0.5) ? "false" : One(JsonTexts))}");
        if (Is(0.1))
            members.Add($"{Quote(One(Texts))}:{One(JsonTexts)}");
        if (Is(0.05) && members.Count > 0)
            members.Add(members[0]);
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static void Put(ZipArchive zip, string name, byte[] bytes, bool link = false)
    {
        var entry = zip.CreateEntry(name);
        using (var stream = entry.Open())
            stream.Write(bytes);
        if (link)
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
    }

    private string EntryName() => Is(0.3) ? "t" + One(Texts) : One(
    [
        "../evil.txt", "../../../canary.txt", "a/../../../evil.txt", "/etc/evil", "..\\evil.txt", "C:\\evil.txt", "a\0b", "00.png", "00.PNG", "sub/00.png", "sub/", "sub", "./x.txt", "a//b", "~/x", "-rf", "con", "emovoid.toml/x", new string('n', 300), string.Join('/', Enumerable.Repeat("d", 200)),
    ]);

    private byte[] Multipart()
    {
        var part = $"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{One(["../../canary.txt", "a", "", "\0"])}\"\r\nContent-Type: {One(ContentTypes)}\r\n\r\n{One(Texts)}\r\n--b--\r\n";
        return Encoding.UTF8.GetBytes(part[..(Is(0.5) ? chance.Next(part.Length) : part.Length)]);
    }

    /// <summary>A console's output of a training, with losses of all kinds.</summary>
    public byte[] Log() => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, chance.Next(400)).Select(step =>
        $"steps:  {step}%|##| {step}/{chance.Next(-5, 500)} [00:0{step % 10}<?, 1.0s/it, avr_loss={One(["0.05", "nan", "inf", "-1", "1e999", "", "0.1.2"])}]{One(["\r", "\n", "\r\n", ""])}")));
}
