using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmoVoid.Core.Tests.Notifications;

/// <summary>A real server on loopback that takes webhooks, and fails as a test tells it.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestReceiver(WebApplication app) => _app = app;

    /// <summary>What came, whatever was answered.</summary>
    public ConcurrentQueue<Request> Got { get; } = new();

    /// <summary>What is answered; 200 until it is set.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Url => _app.Urls.Single() + "/hook?token=path-secret";

    public sealed record Request(string Path, IHeaderDictionary Headers, byte[] Body)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public string Id => Headers["X-EmoVoid-Delivery"].Single()!;

        /// <summary>As a receiver checks it, written from the documentation.</summary>
        public bool IsSignedWith(string secret)
        {
            var parts = Headers["X-EmoVoid-Signature"].Single()!.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            mac.AppendData(Encoding.UTF8.GetBytes(parts["t"]));
            mac.AppendData("."u8);
            mac.AppendData(Body);
            return Convert.ToHexString(mac.GetHashAndReset()).Equals(parts["v1"], StringComparison.OrdinalIgnoreCase);
        }

        public DateTimeOffset SignedAt => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Headers["X-EmoVoid-Signature"].Single()!.Split(',')[0][2..], CultureInfo.InvariantCulture));
    }

    public static async Task<TestReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new TestReceiver(builder.Build());
        receiver._app.Run(receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Got.Enqueue(new Request(http.Request.Path, new HeaderDictionary(http.Request.Headers.ToDictionary()), body.ToArray()));
        await Answer(http);
    }
}
