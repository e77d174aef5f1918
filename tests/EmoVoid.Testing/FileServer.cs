using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmoVoid.Testing;

/// <summary>A real HTTP server on loopback, written down to the bytes so that it can lie: it serves files with ETags and ranges until a test tells it otherwise.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly Task accepting;

    public FileServer()
    {
        listener.Start();
        Answer = Serve;
        accepting = Accept();
    }

    /// <param name="Headers">Names in small letters.</param>
    public sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

    public sealed record Reply(int Status, byte[] Body)
    {
        public Dictionary<string, string> Headers { get; init; } = [];

        /// <summary>What Content-Length says; -1: there is none.</summary>
        public long Length { get; init; } = Body.Length;

        /// <summary>After so many bytes of the body nothing comes any more.</summary>
        public int Sent { get; init; } = Body.Length;

        /// <summary>Whether the connection then stays open, silent.</summary>
        public bool Holds { get; init; }
    }

    /// <summary>By path, as <c>/vae/a.safetensors</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Of all files.</summary>
    public string Tag { get; set; } = "\"v1\"";

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Func<Request, Reply> Answer { get; set; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>What an honest server answers.</summary>
    public Reply Serve(Request request)
    {
        if (!Files.TryGetValue(request.Path, out var bytes))
            return new Reply(404, "no such file"u8.ToArray());
        var isSame = !request.Headers.TryGetValue("if-range", out var wanted) || wanted == Tag;
        if (!isSame || !request.Headers.TryGetValue("range", out var range))
            return new Reply(200, bytes) { Headers = { ["ETag"] = Tag } };
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= bytes.Length
            ? new Reply(416, []) { Headers = { ["Content-Range"] = $"bytes */{bytes.Length}" } }
            : new Reply(206, bytes[from..]) { Headers = { ["ETag"] = Tag, ["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}" } };
    }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(conversations);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                conversations.Add(Converse(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Converse(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                if (await Read(reader) is { } request)
                    await Write(stream, request);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task<Request?> Read(StreamReader reader)
    {
        var first = (await reader.ReadLineAsync(stop.Token))?.Split(' ');
        if (first is null)
            return null;
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            headers[line.Split(':')[0].ToLowerInvariant()] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var request = new Request(first[0], first[1], headers);
        Requests.Enqueue(request);
        return request;
    }

    private async Task Write(NetworkStream stream, Request request)
    {
        var reply = Answer(request);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} {(HttpStatusCode)reply.Status}\r\nConnection: close\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (reply.Length >= 0)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop.Token);
        if (request.Method != "HEAD")
            await stream.WriteAsync(reply.Body.AsMemory(0, reply.Sent), stop.Token);
        if (reply.Holds)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
    }
}
