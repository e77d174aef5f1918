using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EmoVoid.Daemon.Features.Page;

/// <summary>A page for people that lies in this assembly.</summary>
internal sealed partial class EmbeddedPage(string name)
{
    private readonly string _html = Read(name);

    /// <summary>For a content policy under which the page's own styles hold, and no others.</summary>
    public string StyleHash => HashOf(Style());

    /// <summary>For a content policy under which the page's own script runs, and no other.</summary>
    public string ScriptHash => HashOf(Script());

    public Task Send(HttpContext http, string contentPolicy, CancellationToken cancel)
    {
        http.Response.Headers.ContentSecurityPolicy = contentPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(_html, cancel);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private string HashOf(Regex part) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(part.Match(_html).Groups[1].Value)))}'";

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
