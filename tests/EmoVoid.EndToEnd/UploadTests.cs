using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Runs that are made over REST: of a folder in the inbox, or of an archive.</summary>
public class UploadTests
{
    private const string Sidecar = "[train]\nsteps = 2\nresolution = 64\n";

    // Nothing settles within a test: what is taken was asked for.
    private static readonly string[] Slow = ["EmoVoid:Inbox:SettleSeconds=3600", "EmoVoid:Inbox:MaxUploadMegabytes=20"];

    [Theory]
    [InlineData("", "")]
    [InlineData("zenigata/", "")]
    [InlineData("10_zenigata/", "10_zenigata")]
    public async Task An_uploaded_archive_is_a_folder_of_the_inbox_that_can_be_taken_at_once(string top, string expected)
    {
        await using var daemon = await DaemonRunner.Start(settings: Slow);
        await daemon.Do(HttpMethod.Post, "queue/hold");
        using var folder = new TemporaryFolder();
        Pictures.WriteDataset(folder["set"], 2, Sidecar);
        var archive = Zip(zip =>
        {
            foreach (var file in Directory.GetFiles(folder["set"]))
                // Of kohya's folders the sidecar lies beside them.
                zip.CreateEntryFromFile(file, (file.EndsWith(".toml") && expected != "" ? "" : top) + Path.GetFileName(file));
        });

        var uploaded = await daemon.Do(HttpMethod.Post, "inbox/uploads?name=zenigata", archive);
        Assert.Equal(daemon.Path("inbox", "zenigata"), uploaded.Text("path"));
        Assert.True(File.Exists(daemon.Path("inbox", "zenigata", "emovoid.toml")));
        Assert.Equal(await File.ReadAllBytesAsync(folder["set", "00.png"]), await File.ReadAllBytesAsync(daemon.Path("inbox", "zenigata", expected, "00.png")));
        Assert.Empty(Directory.GetFileSystemEntries(daemon.Path("uploads")));

        var created = await daemon.Do(HttpMethod.Post, "runs", new { folder = "zenigata" });
        Assert.Equal("queued", (await daemon.Http.GetJson(created.Text("look")!)).Text("state"));
        Assert.False(Directory.Exists(daemon.Path("inbox", "zenigata")));
    }

    [Fact]
    public async Task A_folder_that_is_taken_at_once_and_rejected_is_answered_with_every_reason()
    {
        await using var daemon = await DaemonRunner.Start(settings: Slow);
        Pictures.WriteDataset(daemon.Path("inbox", "bad"), 2, "[train]\nrnak = 4\n");
        File.Delete(daemon.Path("inbox", "bad", "01.txt"));

        var rejected = await daemon.IsRefused(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "runs", new { folder = "bad" });

        var problems = rejected["problems"]!.AsArray().Select(one => (string)one!).ToList();
        Assert.Contains(problems, problem => problem.Contains("rnak"));
        Assert.Contains(problems, problem => problem.Contains("01.png"));
        Assert.True(File.Exists(Path.Combine(rejected.Text("folder")!, "00.png")));
        foreach (var wrong in new[] { "none", "../work", "", ".", "/" })
            Assert.True((int)(await daemon.Http.PostAsync("/api/v1/runs", System.Net.Http.Json.JsonContent.Create(new { folder = wrong }))).StatusCode is 400 or 404, wrong);
    }

    [Fact]
    public async Task Archives_that_would_do_harm_are_refused_and_leave_nothing_behind()
    {
        await using var daemon = await DaemonRunner.Start(settings: Slow);
        await Refused("leads out of the folder", zip => Put(zip, "a/../../../evil.txt"));
        await Refused("absolute path", zip => Put(zip, "/etc/evil.txt"));
        await Refused("backslash", zip => Put(zip, "..\\evil.txt"));
        await Refused("is a link or a device", zip => Put(zip, "link").ExternalAttributes = unchecked((int)0xA1FF0000));
        await Refused("times its size", zip => Put(zip, "bomb.png", new string('a', 15_000_000)));
        await Refused("20 are the most", zip =>
        {
            for (var i = 0; i < 3; i++)
                Put(zip, $"{i}.png", new string('a', 9_000_000));
        });
        await Refused("have the same name", zip => { Put(zip, "A.png"); Put(zip, "a.PNG"); });
        await Refused("which is a file", zip => { Put(zip, "a"); Put(zip, "a/b.png"); });
        await Refused("has no files", zip => zip.CreateEntry("empty/"));
        await Refused("is encrypted", zip => Put(zip, "secret.png"), bytes => SetFlags(bytes, 1));
        await Refused("no whole zip archive", zip => Put(zip, "a.png"), bytes => bytes[..(bytes.Length / 2)]);
        // Every problem is named, not only the first.
        var several = await Refused("absolute path", zip => { Put(zip, "/a"); Put(zip, "../b"); });
        Assert.Equal(2, several["problems"]!.AsArray().Count);

        Assert.Empty(Directory.GetFileSystemEntries(daemon.Path("uploads")));
        Assert.Empty(Directory.GetFileSystemEntries(daemon.Path("inbox")));

        async Task<JsonNode> Refused(string why, Action<ZipArchive> fill, Func<byte[], byte[]>? spoil = null)
        {
            var refused = await daemon.IsRefused(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "inbox/uploads?name=evil", Zip(fill, spoil));
            Assert.Contains(why, string.Join('\n', refused["problems"]!.AsArray()));
            return refused;
        }
    }

    [Fact]
    public async Task An_upload_with_a_wrong_name_type_or_size_is_refused()
    {
        await using var daemon = await DaemonRunner.Start(settings: Slow);
        Directory.CreateDirectory(daemon.Path("inbox", "there"));
        foreach (var wrong in new[] { "..", "a/b", ".hidden", "Thumbs.db", "a.part", "a\nb" })
            await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Post, "inbox/uploads?name=" + Uri.EscapeDataString(wrong), Zip(zip => Put(zip, "a.png")));
        await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Post, "inbox/uploads", Zip(zip => Put(zip, "a.png")));
        await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Post, "inbox/uploads?name=there", Zip(zip => Put(zip, "a.png")));
        await daemon.IsRefused(HttpStatusCode.UnsupportedMediaType, HttpMethod.Post, "inbox/uploads?name=a", new StringContent("text"));
        var large = await daemon.IsRefused(HttpStatusCode.RequestEntityTooLarge, HttpMethod.Post, "inbox/uploads?name=a", Archive(new byte[21_000_000]));
        Assert.Contains("more than 20 MB", large.Text("detail"));
        Assert.Empty(Directory.GetFileSystemEntries(daemon.Path("uploads")));
        Assert.Equal(["there"], Directory.GetFileSystemEntries(daemon.Path("inbox")).Select(Path.GetFileName));
    }

    private static ByteArrayContent Zip(Action<ZipArchive> fill, Func<byte[], byte[]>? spoil = null)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            fill(zip);
        return Archive(spoil is null ? bytes.ToArray() : spoil(bytes.ToArray()));
    }

    private static ByteArrayContent Archive(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return content;
    }

    private static ZipArchiveEntry Put(ZipArchive zip, string name, string text = "text")
    {
        var entry = zip.CreateEntry(name);
        using (var writer = new StreamWriter(entry.Open()))
            writer.Write(text);
        return entry;
    }

    /// <summary>Sets bits of the general purpose flags, in the local header and in the central directory: 1 says that a file is encrypted.</summary>
    private static byte[] SetFlags(byte[] zip, byte bits)
    {
        for (var at = 0; at + 8 < zip.Length; at++)
            if (zip[at] == 'P' && zip[at + 1] == 'K' && ((zip[at + 2], zip[at + 3]) is (3, 4) or (1, 2)))
                zip[at + (zip[at + 2] == 3 ? 6 : 8)] |= bits;
        return zip;
    }
}
