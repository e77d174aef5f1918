using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>Listens as systemd does.</summary>
internal sealed class NotifySocket : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    public NotifySocket()
    {
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _listening = Listen();
    }

    public string Path => _folder["notify"];

    /// <summary>What was said, in order.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public Task Hears(Predicate<string> message) =>
        Wait.Until(() => Heard.Any(one => message(one)), () => "heard only: " + string.Join(" | ", Heard));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _socket.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    private async Task Listen()
    {
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, _end.Token) is var length)
                foreach (var line in Encoding.UTF8.GetString(buffer, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    Heard.Enqueue(line);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
