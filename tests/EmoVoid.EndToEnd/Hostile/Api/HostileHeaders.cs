namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>Headers that are read by the daemon or by what it stands on.</summary>
internal static class HostileHeaders
{
    /// <summary>Each with its values; none: any hostile text.</summary>
    public static readonly IReadOnlyList<(string Name, IReadOnlyList<string> Values)> All =
    [
        ("Range", HostileValues.Ranges), ("Range", HostileValues.Ranges), ("Range", []),
        ("If-Range", ["\"a\"", "W/\"a\"", "*", "Wed, 21 Oct 2015 07:28:00 GMT", "Sun, 99 Foo 9999 99:99:99 GMT", "\"", ""]),
        ("If-None-Match", ["*", "\"a\"", "W/\"a\"", "\"a\", \"b\", *", "\"", "a", ""]), ("If-None-Match", []),
        ("If-Match", ["*", "\"a\"", "W/\"a\"", "\"", ""]),
        ("If-Modified-Since", ["Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", "0", ""]),
        ("If-Unmodified-Since", ["Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", ""]),
        ("Last-Event-ID", ["0", "1", "17", "17:a-ok=3", "17:a-ok=99999999999", "-1", "99999999999999999999", ":", "17:%zz=1", ""]), ("Last-Event-ID", []),
        ("Accept", ["application/json", "text/event-stream", "*/*", "text/html", "application/json;q=0", "application/json;q=99", "application/json, text/event-stream", "image/png", "/", ",,,", "a", ""]), ("Accept", []),
        ("Accept-Encoding", ["gzip", "br;q=1.0, *;q=0", "identity;q=0", "zstd", ""]), ("Accept-Language", ["ja", "tr-TR", "*;q=0", ""]), ("Accept-Charset", ["utf-16", "nothing"]),
        ("Content-Type", HostileValues.ContentTypes), ("Content-Encoding", ["gzip", "br", "deflate", "nothing", "gzip, gzip"]),
        ("X-Api-Key", []), ("Authorization", ["Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Basic ???", "Negotiate", "Bearer a b c", ""]),
        ("Host", ["127.0.0.1", "localhost", "example.org", "", "[::1]", "[::1", "127.0.0.1:99999", "a b", "127.0.0.1:80:80", "xn--", "ルパン"]),
        ("Origin", ["null", "http://127.0.0.1", "http://example.org", "file://", "x", ""]), ("Sec-Fetch-Site", ["same-origin", "none", "cross-site", "x"]), ("Referer", []),
        ("Transfer-Encoding", ["chunked", "identity", "gzip, chunked", "chunked, chunked", "xchunked", ""]), ("Expect", ["100-continue", "200-ok", ""]),
        ("Upgrade", ["websocket", "h2c", ""]), ("Connection", ["close", "keep-alive", "Upgrade", "Host", ""]), ("X-Forwarded-For", ["127.0.0.1", "::1", "x"]), ("X-Forwarded-Proto", ["https", "x"]), ("X-Forwarded-Prefix", ["/../.."]),
        ("X-HTTP-Method-Override", ["DELETE", "TRACE"]), ("X-Original-URL", ["/../canary.txt"]), ("Cookie", []), ("User-Agent", []), ("traceparent", ["00-0-0-00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x"]),
    ];
}
