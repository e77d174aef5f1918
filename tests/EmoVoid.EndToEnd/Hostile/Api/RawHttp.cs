using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">0 when the connection ended without one.</param>
/// <param name="Headers">Names in lower case.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public static readonly RawAnswer None = new(0, new Dictionary<string, string>(), []);

    public string Type => Headers.GetValueOrDefault("content-type", "").Split(';')[0];

    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => Status == 0 ? "no answer" : $"{Status} {Type}: {(Text.Length > 600 ? Text[..600] + "…" : Text)}";
}

/// <summary>Sends bytes that no HTTP client would send, over a connection of their own.</summary>
internal static class RawHttp
{
    private const int LongestAnswer = 64 << 20;

    /// <summary>Sends all, says that no more will come where the server may wait for it, and reads one answer; of an endless one, its head and its first bytes.</summary>
    public static async Task<RawAnswer> Send(int port, HostileRequest request, CancellationToken patience)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync("127.0.0.1", port, patience);
        var sending = SendAll(socket, request, patience);
        using var reader = new Reader(socket);
        var answer = await reader.Read(request.Method == "HEAD", patience);
        await sending;
        return answer;
    }

    private static async Task SendAll(Socket socket, HostileRequest request, CancellationToken patience)
    {
        try
        {
            for (ReadOnlyMemory<byte> rest = request.Bytes(); rest.Length > 0;)
                rest = rest[await socket.SendAsync(rest, patience)..];
            if (request.LiesAboutLength)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was turned away before its end: the answer says so.
        }
    }

    private sealed class Reader(Socket socket) : IDisposable
    {
        private readonly MemoryStream _read = new();
        private readonly byte[] _buffer = new byte[65536];

        public async Task<RawAnswer> Read(bool headOnly, CancellationToken patience)
        {
            while (true)
            {
                int end;
                while ((end = Find("\r\n\r\n"u8, 0)) < 0)
                    if (!await More(patience))
                        return RawAnswer.None;
                var (status, headers) = Head(Encoding.Latin1.GetString(_read.GetBuffer(), 0, end));
                if (status is >= 200 or 101)
                    return new RawAnswer(status, headers, headOnly || status is 204 or 304 or 101 ? [] : await Body(headers, end + 4, patience));
                Drop(end + 4); // 100 Continue
            }
        }

        public void Dispose() => _read.Dispose();

        private static (int Status, Dictionary<string, string> Headers) Head(string head)
        {
            var lines = head.Split("\r\n");
            var headers = new Dictionary<string, string>();
            foreach (var line in lines.Skip(1))
                headers[line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant()] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            return (int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers);
        }

        private async Task<byte[]> Body(Dictionary<string, string> headers, int start, CancellationToken patience)
        {
            if (headers.GetValueOrDefault("content-type", "").StartsWith("text/event-stream", StringComparison.Ordinal))
            {
                while (_read.Length == start && await More(patience))
                {
                }
                return From(start, (int)_read.Length);
            }

            if (headers.TryGetValue("transfer-encoding", out var coding) && coding == "chunked")
                return await Chunks(start, patience);
            var length = headers.TryGetValue("content-length", out var said) ? int.Parse(said, CultureInfo.InvariantCulture) : LongestAnswer;
            while (_read.Length < start + length && await More(patience))
            {
            }
            return From(start, (int)Math.Min(_read.Length, start + length));
        }

        private async Task<byte[]> Chunks(int start, CancellationToken patience)
        {
            using var whole = new MemoryStream();
            while (true)
            {
                int line;
                while ((line = Find("\r\n"u8, start)) < 0)
                    if (!await More(patience))
                        throw new InvalidDataException("the answer ends in the middle");
                var length = int.Parse(Encoding.ASCII.GetString(From(start, line)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                while (_read.Length < line + 2 + length + 2)
                    if (!await More(patience))
                        throw new InvalidDataException("the answer ends in the middle");
                if (length == 0)
                    return whole.ToArray();
                whole.Write(From(line + 2, line + 2 + length));
                start = line + 2 + length + 2;
            }
        }

        private int Find(ReadOnlySpan<byte> what, int from)
        {
            var at = _read.GetBuffer().AsSpan(0, (int)_read.Length)[Math.Min(from, (int)_read.Length)..].IndexOf(what);
            return at < 0 ? -1 : from + at;
        }

        private byte[] From(int start, int end) => _read.GetBuffer().AsSpan(start, end - start).ToArray();

        private void Drop(int bytes)
        {
            var rest = From(bytes, (int)_read.Length);
            _read.SetLength(0);
            _read.Write(rest);
        }

        private async Task<bool> More(CancellationToken patience)
        {
            try
            {
                var count = await socket.ReceiveAsync(_buffer, patience);
                _read.Write(_buffer, 0, count);
                return count > 0;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
