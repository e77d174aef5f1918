using System.Security.Cryptography;
using EmoVoid.Core.Models.Downloads;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Models.Downloads;

/// <summary>One file from a server that cuts, lies and changes its mind.</summary>
public sealed class DownloadTests : IAsyncDisposable
{
    private const int Size = 300_000;
    private const int Cut = 120_000;

    private readonly TemporaryFolder folder = new();
    private readonly FileServer server = new();
    private readonly Voice voice = new();
    private readonly byte[] bytes = new byte[Size];

    public DownloadTests()
    {
        for (var i = 0; i < Size; i++)
            bytes[i] = (byte)(i * 31 + i / 251);
        server.Files["/file.bin"] = bytes;
    }

    private string Target => folder["models", "file.bin"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_whole_file_gets_its_name_and_nothing_is_left_beside_it()
    {
        await Fetch(File());
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder["models"]));
        Assert.Equal([Hash(bytes)], voice.Hashes);
        Assert.Equal(Size, voice.LastDone);
    }

    [Fact]
    public async Task A_cut_is_gone_on_from_by_a_range_of_the_same_version()
    {
        Once(request => server.Serve(request) with { Sent = Cut });
        await Fetch(File());
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        var second = server.Requests.Last();
        Assert.Equal(($"bytes={Cut}-", "\"v1\""), (second.Headers["range"], second.Headers["if-range"]));
        Assert.Single(voice.Retries);
    }

    [Fact]
    public async Task When_the_retries_are_used_up_the_next_call_goes_on()
    {
        server.Answer = request => server.Serve(request) is var reply && reply.Body.Length > Cut ? reply with { Sent = Cut } : reply with { Sent = 0 };
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File(), retries: 3));
        Assert.Contains("tried 4 times", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{2 * Cut} bytes are kept in {Target}.part: the same command goes on from there", e.Message, StringComparison.Ordinal);

        server.Answer = server.Serve;
        await Fetch(File());
        Assert.Equal($"bytes={2 * Cut}-", server.Requests.Last().Headers["range"]);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_line_that_is_cut_again_and_again_brings_the_file_as_long_as_it_gets_on()
    {
        const int Step = 20_000;
        server.Answer = request => server.Serve(request) is var reply && reply.Body.Length > Step ? reply with { Sent = Step } : reply;
        await Fetch(File(), retries: 2, gettingOn: Step);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(Size / Step, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_leaves_no_file_behind()
    {
        var file = File();
        await server.DisposeAsync();
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(file, retries: 1));
        Assert.Contains("The same command starts it over", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_all_again()
    {
        server.Answer = request => new FileServer.Reply(200, bytes) { Headers = { ["ETag"] = server.Tag }, Sent = request.Headers.ContainsKey("range") ? Size : Cut };
        await Fetch(File());
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Without_an_ETag_nothing_is_gone_on_from()
    {
        Once(_ => new FileServer.Reply(200, bytes) { Sent = Cut });
        await Fetch(File());
        Assert.DoesNotContain("range", server.Requests.Last().Headers.Keys);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Another_version_starts_over()
    {
        var other = bytes.Reverse().ToArray();
        Once(request => server.Serve(request) with { Sent = Cut }, after: () => (server.Files["/file.bin"], server.Tag) = (other, "\"v2\""));
        await Fetch(File() with { Sha256 = Hash(other) });
        Assert.Equal(other, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task What_came_whole_before_only_gets_its_name()
    {
        Keep(bytes);
        await Fetch(File());
        Assert.Empty(server.Requests);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task What_came_whole_of_an_unknown_size_gets_its_name_when_the_server_has_no_more()
    {
        Keep(bytes);
        await Fetch(File() with { Bytes = null });
        Assert.Single(server.Requests);
        Assert.Equal([Target], Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task More_than_the_file_is_not_gone_on_from()
    {
        Keep([.. bytes, 1]);
        await Fetch(File());
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(Cut, "\"v2\"")]
    [InlineData(Cut - 1, "\"v1\"")]
    public async Task A_rest_that_does_not_fit_is_not_put_behind_what_is_there(int from, string tag)
    {
        server.Answer = request => request.Headers.ContainsKey("range")
            ? new FileServer.Reply(206, bytes[from..]) { Headers = { ["ETag"] = tag, ["Content-Range"] = $"bytes {from}-{Size - 1}/{Size}" } }
            : server.Serve(request) with { Sent = server.Requests.Count == 1 ? Cut : Size };
        await Fetch(File());
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(Size - 7)]
    [InlineData(Size + 7)]
    public async Task A_server_that_states_another_size_is_not_believed(int length)
    {
        server.Answer = request => server.Serve(request) with { Length = length, Sent = Math.Min(length, Size) };
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File()));
        Assert.Contains($"says that it has {length} bytes, and the file has {Size}", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task More_bytes_than_the_file_has_are_not_kept()
    {
        server.Answer = _ => new FileServer.Reply(200, [.. bytes, 1, 2, 3]) { Length = -1 };
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File()));
        Assert.Contains("sends more bytes than that", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task An_end_without_a_length_is_no_end_when_the_size_is_known()
    {
        Once(_ => new FileServer.Reply(200, bytes) { Length = -1, Sent = Cut, Headers = { ["ETag"] = server.Tag } });
        await Fetch(File());
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Contains($"ended after {Cut} of {Size} bytes", voice.Retries.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_counts_as_cut()
    {
        Once(request => server.Serve(request) with { Sent = Cut, Holds = true });
        await Fetch(File(), silence: TimeSpan.FromSeconds(2));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Contains("sent nothing for 2 s", voice.Retries.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_bytes_are_removed_and_said()
    {
        server.Files["/file.bin"] = [.. bytes.Reverse()];
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File()));
        Assert.Contains($"should have {Hash(bytes)}", e.Message, StringComparison.Ordinal);
        Assert.Contains("It was removed", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task A_page_in_the_place_of_a_model_is_known_without_a_hash()
    {
        server.Files["/file.bin"] = "<!DOCTYPE html><html>Please log in</html>"u8.ToArray();
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(new SourceFile("Dit", "a.safetensors", server.Address + "/file.bin")));
        Assert.Contains("it is a web page", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["models"]));
    }

    [Fact]
    public async Task A_file_of_unknown_size_and_hash_is_taken_and_its_hash_said()
    {
        server.Answer = _ => new FileServer.Reply(200, bytes) { Length = -1 };
        await Fetch(File() with { Bytes = null, Sha256 = null });
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
        Assert.Equal([Hash(bytes)], voice.Hashes);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        Once(_ => new FileServer.Reply(503, []) { Headers = { ["Retry-After"] = "0" } });
        await Fetch(File());
        Assert.Contains("answered 503", voice.Retries.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "set HF_TOKEN to it (it is only sent to huggingface.co)")]
    [InlineData(403, "agree to its conditions")]
    [InlineData(404, "EmoVoid:ModelSources:File may name its new address")]
    [InlineData(304, "is not followed")]
    public async Task A_refusal_is_said_with_the_way_out_and_not_repeated(int status, string way)
    {
        server.Answer = _ => new FileServer.Reply(status, []);
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File()));
        Assert.Contains(way, e.Message, StringComparison.Ordinal);
        Assert.Contains($"answered {status}", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_token_goes_to_its_host_alone_and_not_along_with_a_redirect()
    {
        await using var store = new FileServer();
        store.Files["/blob"] = bytes;
        server.Answer = _ => new FileServer.Reply(302, []) { Headers = { ["Location"] = store.Address + "/blob" } };
        await Fetch(File(), token: "secret", tokenHost: server.Address);
        Assert.Equal("Bearer secret", server.Requests.Single().Headers["authorization"]);
        Assert.DoesNotContain("authorization", store.Requests.Single().Headers.Keys);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_named()
    {
        server.Answer = _ => new FileServer.Reply(403, []);
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File(), token: "secret", tokenHost: server.Address));
        Assert.Contains("refused the token in HF_TOKEN", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_never_sees_the_token()
    {
        await Fetch(File(), token: "secret", tokenHost: "https://huggingface.co");
        Assert.DoesNotContain("authorization", server.Requests.Single().Headers.Keys);
    }

    [Fact]
    public async Task A_file_that_came_meanwhile_is_not_overwritten()
    {
        server.Answer = request =>
        {
            System.IO.File.WriteAllText(Target, "mine");
            return server.Serve(request);
        };
        await Assert.ThrowsAsync<IOException>(() => Fetch(File()));
        Assert.Equal("mine", System.IO.File.ReadAllText(Target));
    }

    [Fact]
    public async Task Two_do_not_write_the_same_file()
    {
        using var other = new PartFile(Target);
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File()));
        Assert.Contains("being written by another process", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Too_little_space_is_said_with_figures()
    {
        WantedFile[] files = [new(File(), Target)];
        Assert.Null(FreeSpace.Problem(files, 4_000_000_000, 1_000_000_000, _ => 5_000_000_000));
        var problem = FreeSpace.Problem(files, 4_000_000_000, 1_000_000_000, _ => 4_900_000_000);
        Assert.Contains("4.9 GB free; 4.0 GB are to come and 1.0 GB must stay free", problem, StringComparison.Ordinal);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private SourceFile File() => new("T5Tokenizer", "file.bin", server.Address + "/file.bin", Size, Hash(bytes));

    /// <summary>As an earlier call leaves it.</summary>
    private void Keep(byte[] some)
    {
        Directory.CreateDirectory(folder["models"]);
        System.IO.File.WriteAllBytes(Target + ".part", some);
        System.IO.File.WriteAllText(Target + ".part.etag", server.Tag);
    }

    /// <summary>A fault at the first request, honesty at all later ones.</summary>
    private void Once(Func<FileServer.Request, FileServer.Reply> fault, Action? after = null) => server.Answer = request =>
    {
        server.Answer = server.Serve;
        var reply = fault(request);
        after?.Invoke();
        return reply;
    };

    private async Task Fetch(SourceFile file, int retries = 4, TimeSpan? silence = null, string? token = null, string tokenHost = "https://huggingface.co", long gettingOn = long.MaxValue / 2)
    {
        var settings = new DownloadSettings
        {
            Retries = retries, GettingOn = gettingOn, FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2), Silence = silence ?? Wait.Patience, Token = token, TokenHost = new Uri(tokenHost),
        };
        using var downloads = new ModelDownloads(settings, voice, TimeProvider.System);
        await downloads.Fetch(new WantedFile(file, Target), Cancel);
    }

    private sealed class Voice : IDownloadVoice
    {
        public List<string> Retries { get; } = [];
        public List<string> Hashes { get; } = [];
        public long LastDone { get; private set; }

        public void Progress(WantedFile file, long done, long? total) => LastDone = done;

        public void Again(WantedFile file, string why, TimeSpan wait) => Retries.Add(why);

        public void Finished(WantedFile file, long bytes, string hash) => Hashes.Add(hash);
    }
}
