using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>A stranger's program that takes webhooks, on a port that is known before it listens.</summary>
internal sealed class HookListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private Task _listening = Task.CompletedTask;

    public HookListener()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/";
        _listener.Prefixes.Add(Address);
    }

    public string Address { get; }

    public ConcurrentQueue<(string Id, string? Signature, string Body)> Got { get; } = new();

    public IEnumerable<JsonNode> Told => Got.Select(got => JsonNode.Parse(got.Body)!);

    public void Listen()
    {
        _listener.Start();
        _listening = Take();
    }

    /// <summary>As the documentation tells a receiver to check.</summary>
    public static bool IsSigned((string Id, string? Signature, string Body) got, string secret)
    {
        var parts = got.Signature!.Split(',');
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0]["t=".Length..]}.{got.Body}"));
        return parts[1] == "v1=" + Convert.ToHexStringLower(mac);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _listening;
    }

    private async Task Take()
    {
        try
        {
            while (true)
            {
                var http = await _listener.GetContextAsync();
                using var reader = new StreamReader(http.Request.InputStream, new UTF8Encoding(false));
                Got.Enqueue((http.Request.Headers["X-EmoVoid-Delivery"]!, http.Request.Headers["X-EmoVoid-Signature"], await reader.ReadToEndAsync()));
                http.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
