using System.Globalization;
using System.Text;
using static EmoVoid.EndToEnd.Hostile.Api.HostileValues;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>Makes one request from a seed: an operation of the document, of which about a third is changed into what nobody should send.</summary>
internal sealed class RequestMaker(ApiDocument document, int seed, int number, string host)
{
    private readonly Random _chance = new(HashCode(seed, number));
    private readonly List<(string Name, string Value)> _headers = [("Host", host)];
    private bool _broken, _lies;

    public HostileRequest Make()
    {
        var operation = document.Operations[number % document.Operations.Count];
        var strange = Is(0.06);
        var method = Is(0.06) ? One(Methods) : operation.Method;
        var target = strange ? One(Routes) : TargetOf(operation);
        var body = BodyOf(operation);
        if (Is(0.35))
            for (var i = _chance.Next(1, 4); i > 0; i--)
                AddHeader();
        body = SayLength(method, body);
        // What the server's own parser refuses: it never reaches a route.
        _broken |= target.Any(c => c is < '!' or > '~') || target.Contains("%00", StringComparison.Ordinal) || target.Contains('#', StringComparison.Ordinal) || target.Length > 8000
            || !target.StartsWith('/') || method is "CONNECT";
        return new HostileRequest(number, method, target, strange ? null : operation, _headers, body, _broken || _lies, _lies);
    }

    // HashCode.Combine differs from process to process.
    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) ^ (number * 16777619));

    private bool Is(double chance) => _chance.NextDouble() < chance;

    private T One<T>(IReadOnlyList<T> of) => of[_chance.Next(of.Count)];

    private string TargetOf(ApiDocument.Operation operation)
    {
        var path = operation.Route
            .Replace("{id}", Is(0.7) ? One(operation.Route.Contains("/groups/", StringComparison.Ordinal) ? Groups : operation.Method == "DELETE" ? Spare : Runs) : Segment(), StringComparison.Ordinal)
            .Replace("{step}", Is(0.6) ? One((string[])["1", "10", "9", "latest"]) : Segment(), StringComparison.Ordinal);
        if (Is(0.03))
            path = One((Func<string, string>[])[p => p + "/", p => "/" + p, p => p.ToUpperInvariant(), p => p + "/..", p => p + "%2f", p => p.Replace("/v1", "/v1/.", StringComparison.Ordinal), p => p + ".json", p => p + "%20"])(path);
        var query = QueryOf(operation);
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private string Segment() => _chance.Next(8) switch
    {
        0 => Uri.EscapeDataString(One(Texts)),
        1 => new string('a', _chance.Next(1, 12_000)),
        2 => string.Concat(Enumerable.Repeat("%2e%2e%2f", _chance.Next(1, 60))) + "canary.txt",
        3 => string.Concat(Enumerable.Range(0, _chance.Next(1, 40)).Select(_ => $"%{_chance.Next(1, 256):x2}")),
        _ => One(Paths),
    };

    private string QueryOf(ApiDocument.Operation operation)
    {
        var parts = new List<string>();
        foreach (var (name, schema) in operation.Query.Where(_ => Is(0.55)))
            for (var times = Is(0.06) ? _chance.Next(2, 6) : 1; times > 0; times--)
                parts.Add($"{Uri.EscapeDataString(Is(0.03) ? name.ToUpperInvariant() : name)}{(Is(0.03) ? "" : "=" + Value(schema))}");
        if (Is(0.06))
            parts.Add($"{Uri.EscapeDataString(One(Texts))}={Uri.EscapeDataString(One(Texts))}");
        if (Is(0.02))
            parts.AddRange(Enumerable.Range(0, _chance.Next(1, 1200)).Select(i => $"x{i}={i}"));
        if (Is(0.02))
            parts.Add(One((string[])["&&&", "=", "%zz=%zz", "a[b]=c", "limit[]=1", "%00=%00", "%ff=%fe", "apikey=x", "key=x", "api_key=x"]));
        return string.Join('&', parts);
    }

    private string Value(System.Text.Json.Nodes.JsonNode? schema)
    {
        var type = schema?["type"]?.ToJsonString() ?? "";
        if (Is(0.35) && (type.Contains("integer", StringComparison.Ordinal) || type.Contains("number", StringComparison.Ordinal)))
            return _chance.Next(-3, 2000).ToString(CultureInfo.InvariantCulture);
        return Is(0.03) ? new string('9', _chance.Next(1, 4000)) : Uri.EscapeDataString(One(Texts));
    }

    private byte[] BodyOf(ApiDocument.Operation operation)
    {
        if (operation.Method is "GET" or "DELETE" ? Is(0.97) : operation.BodyType is null && Is(0.7))
            return [];
        if (operation is { Method: "POST", BodyType: null } && Is(0.5))
        {
            _headers.Add(("Content-Type", "text/plain"));
            return new HostileBodies(document, _chance).Log();
        }

        if (Is(0.92) && operation.BodyType is { } type)
            _headers.Add(("Content-Type", type));
        else if (Is(0.8))
            _headers.Add(("Content-Type", One(ContentTypes)));
        var bodies = new HostileBodies(document, _chance);
        return operation switch
        {
            _ when Is(0.1) => bodies.Anything(),
            { BodyType: "application/zip" } => bodies.Zip(),
            { Body: { } schema } => bodies.Json(schema),
            _ => bodies.Anything(),
        };
    }

    private void AddHeader()
    {
        var (name, values) = One(HostileHeaders.All);
        var value = values.Count > 0 ? One(values) : One(Texts);
        if (Is(0.02))
            value = new string('h', _chance.Next(1, 40_000));
        if (name == "Host")
            _headers.RemoveAll(header => header.Name == "Host");
        if (name is "Content-Type" && Is(0.8))
            _headers.RemoveAll(header => header.Name == name);
        var sent = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));
        _broken |= sent.Any(c => c is < ' ' or > '~') || sent.Length > 8000 || name is "Host" or "Transfer-Encoding" or "Expect" or "Upgrade" or "Connection";
        _headers.Add((name, sent));
        if (Is(0.01))
            for (var i = 0; i < 200; i++, _broken = true)
                _headers.Add(($"X-{i}", "x"));
    }

    /// <summary>Mostly the truth.</summary>
    private byte[] SayLength(string method, byte[] body)
    {
        if (_headers.Exists(header => header.Name is "Transfer-Encoding" or "Expect"))
        {
            _lies = true;
            return body;
        }

        if (Is(0.03))
        {
            _lies = true;
            foreach (var lie in One((string[][])[["-1"], ["1"], [$"{body.Length + 10}"], ["99999999999999999999"], ["9223372036854775807"], ["abc"], [""], ["0x5"], ["5", "6"], ["5, 5"], ["+5"], [" "], ["1e3"]]))
                _headers.Add(("Content-Length", lie));
            return body;
        }

        if (body.Length > 0 && Is(0.05))
            return Chunked(body);
        if (body.Length > 0 || (method is "POST" or "PUT" or "PATCH" && Is(0.9)))
            _headers.Add(("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        return body;
    }

    private byte[] Chunked(byte[] body)
    {
        _headers.Add(("Transfer-Encoding", "chunked"));
        var end = Is(0.6) ? "\r\n0\r\n\r\n" : One((string[])["", "\r\n", "\r\n0\r\n", "\r\nzz\r\n", "\r\n-1\r\n\r\n", "\r\nffffffffffffffff\r\nx"]);
        _lies |= end != "\r\n0\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. Encoding.ASCII.GetBytes(end)];
    }
}
