namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>What programs choke on.</summary>
internal static class HostileValues
{
    /// <summary>Runs that are there, mostly.</summary>
    public static readonly string[] Runs = ["a-ok", "b-bad", "c-pause", "d-pause", "e-ok", "a-ok-2", "e-ok-2", "up-1", "latest"];

    public static readonly string[] Groups = ["g-ok", "g-ok-2"];

    /// <summary>Those that may be deleted: with the others gone, all the rest would be answered by 404.</summary>
    public static readonly string[] Spare = ["e-ok", "e-ok-2", "a-ok-2", "up-1"];

    /// <summary>Where a path leads when somebody follows it; each as it is sent, without further escapes.</summary>
    public static readonly string[] Paths =
    [
        "..", ".", "%2e%2e", "%2e%2e%2f", "..%2f..%2f..%2fcanary.txt", "%2e%2e%2f%2e%2e%2fcanary.txt", "..%5c..%5ccanary.txt", "..%252f..%252fcanary.txt", "%252e%252e%252fcanary.txt",
        "....//....//canary.txt", "/etc/passwd", "%2fetc%2fpasswd", "..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "a-ok%2f..%2f..%2fcanary.txt", "a-ok/../../canary.txt", "%c0%ae%c0%ae%2fcanary.txt",
        "a-ok%00", "%00", "a-ok%00.png", "%0d%0aX-Made:%20up", "%0a", "%09", "%20", "a-ok%20", "%20a-ok", "A-OK", "a-ok.", "a-ok/", "a-ok;x=1", "a-ok%3f", "a-ok%23", "~", "*", "%25", "%", "%zz", "%u002e",
        "emovoid.db", "canary.txt", "emovoid.lock", "CON", "-1", "0", "1e9", "99999999999999999999", "null", "undefined", "[]", "{}", "{id}", "'%20or%201=1--", "%27%3bdrop%20table%20runs%3b--", "%22", "%3cscript%3e",
        "%f0%9f%8c%8a", "%e3%83%ab%e3%83%91%e3%83%b3", "%ff%fe", "%ed%a0%80", "e%cc%81", "%e2%80%ae", "%ef%bc%8e%ef%bc%8e%ef%bc%8fcanary.txt", "file:%2f%2f%2fetc%2fpasswd",
    ];

    /// <summary>Texts for a query, a header or a body; as they are meant, before any escape.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "0", "-0", "1", "-1", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e9", "1e999", "-1e999", "0.04", "1.5", ".5", "5.", "0x10", "1,000",
        "NaN", "nan", "Infinity", "-Infinity", "∞", "null", "true", "false", "[]", "{}", "[1]", "undefined", "١٢", "４２", "+1", " 1 ", "1;2", "1\n2", "\0", "\u007f", "a\0b", "\r\nX-Made: up",
        "'", "\"", "`", "' or '1'='1", "'; drop table runs; --", "\") ; delete from runs --", "%", "_", "%%%%", "*", "a* OR b*", "NEAR(a b)", "\"a\"\"b", "^a", "a AND", "(", ")", "-", "--", "\\", "/", "..", "../../canary.txt",
        "/etc/passwd", "file:///etc/passwd", "$(touch canary)", "; touch canary", "| cat /etc/passwd", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
        "a-ok", "latest", "queued", "QUEUED", "completed,failed", "running", "newest", "dark", "light", "completed", "failed", "paused", "cancelled", "delivered", "anima-nano",
        "ルパン三世", "🌊🌊🌊", "e\u0301", "\u202egnp.a", "\ufeff", "\ufffd", "\u2028", "ﬀ", "İ", "ẞ",
        "2026-01-01T00:00:00Z", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01", "22:00-07:00", "mon-fri 22:00-07:00; sat,sun 00:00-24:00", "25:00-26:00", "00:00-00:00", "mon-mon-mon", ";;;;", "mon 22:00-",
        "17", "17:a-ok=3", "17:a-ok=99999999999", "17:", ":", "17:=,=", "99999999999999:x=1", "17:%zz=1", "0:a-ok=0,a-ok=5",
    ];

    /// <summary>JSON that is no value of the kind that was asked for, or none at all.</summary>
    public static readonly string[] JsonTexts =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "-1e999", "1e-999", "99999999999999999999999999999999", "2147483648", "-2147483649", "\"\"", "\"1\"", "\"NaN\"", "NaN", "Infinity", "[]", "{}", "[null]", "[[]]", "[1,2,3]", "{\"a\":1}",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\x\"", "\"\n\"", "\"", "'a'", "01", "+1", ".5", "1.", "--1", "tru", "[1,]", "{\"a\":}", "{a:1}", "/*c*/1", "1//c", "\"../../canary.txt\"", "\"/etc/passwd\"", "\"a-ok\"", "\"up-1\"", "\"..\"",
        "\"22:00-07:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"\\u202e\"", "\"🌊\"",
    ];

    public static readonly string[] Ranges =
    [
        "bytes=0-0", "bytes=0-", "bytes=-1", "bytes=-0", "bytes=5-2", "bytes=0-99999999999999999999", "bytes=99999999999-", "bytes=-99999999999", "bytes=0-0,2-2,4-4", "bytes=0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1", "bytes=", "bytes", "bytes=a-b", "bytes=0",
        "lines=0-1", "bytes 0-1", "bytes=0x0-0x1", "bytes= 0 - 1 ", "BYTES=0-1", "bytes=--1", "=0-1", ",", "bytes=,",
    ];

    public static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK", "PURGE", "QUERY", "FOO", "get", "G", "A-VERY-LONG-METHOD-THAT-NOBODY-EVER-DEFINED"];

    public static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-16", "application/json; charset=nothing", "application/json;", "application/merge-patch+json", "text/json", "text/plain", "text/plain; charset=shift_jis", "application/xml", "text/xml",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=", "multipart/mixed; boundary=\"b", "application/zip", "application/octet-stream", "application/x-msgpack", "image/png", "a", "/", "application/", "a/b; c",
        "application/json, text/plain", "*/*", "",
    ];

    /// <summary>Other paths that somebody may serve one day, or in vain.</summary>
    public static readonly string[] Routes =
    [
        "/", "//", "/docs", "/docs/", "/docs/index.html", "/openapi/v1.json", "/openapi/v2.json", "/openapi/..%2fv1.json", "/metrics", "/index.html", "/favicon.ico", "/health", "/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/runs", "/API/V1/RUNS", "/api/v1//runs", "//api/v1/runs", "/api/v1/runs/", "/api/v1/./runs",
        "/api/v1/../v1/runs", "/api/v1/%72uns", "/api%2fv1%2fruns", "/api/v1/runs/a-ok/", "/api/v1/runs//checkpoints", "/api/v1/runs/a-ok/checkpoints/", "/api/v1/runs/a-ok/nothing", "/output/a-ok/a-ok.safetensors", "/work/a-ok/plan.json", "/emovoid.db", "/../canary.txt", "/..%2fcanary.txt",
        "/%2e%2e/%2e%2e/canary.txt", "/canary.txt", "/etc/passwd", "/.env", "/.git/config", "/wp-login.php", "/ping/x", "/ping%00", "*", "?", "/?", "/#", "http://example.org/api/v1/runs", "http://127.0.0.1/ping", "/api/v1/runs?", "/api/v1/runs?&&&", "/api/v1/runs?=1", "/api/v1/runs?limit", "/api/v1/runs?limit=1?limit=2",
    ];
}
