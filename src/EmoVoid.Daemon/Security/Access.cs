using System.Net;

namespace EmoVoid.Daemon.Security;

/// <summary>Who may ask the daemon.</summary>
/// <param name="ApiKey"><c>EmoVoid:ApiKey</c>; null lets everyone on this machine in, and nobody else.</param>
/// <param name="Urls">Where the daemon listens.</param>
internal sealed record Access(string? ApiKey, IReadOnlyList<string> Urls)
{
    /// <summary>A key that can be guessed protects nothing.</summary>
    public const int ShortestKey = 16;

    public static Access Of(IConfiguration configuration)
    {
        var key = configuration["EmoVoid:ApiKey"];
        var urls = (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Access(string.IsNullOrWhiteSpace(key) ? null : key, urls);
    }

    /// <summary>Every reason why this must not be served, in words; empty when it may.</summary>
    public IEnumerable<string> Problems()
    {
        if (Urls.Count == 0)
            yield return "there is no address to listen on; name one with --urls, as http://127.0.0.1:8787";
        foreach (var url in Urls)
            if (!IsHttp(url))
                yield return $"'{url}' is not an address that can be served; write it as http://127.0.0.1:8787";
            else if (ApiKey is null && !IsLoopback(url))
                yield return $"{url} can be reached from other machines, which asks for a key: set EmoVoid:ApiKey in emovoid.json "
                    + "(or EmoVoid__ApiKey in the environment), or listen on 127.0.0.1";
        if (ApiKey is { Length: < ShortestKey })
            yield return $"EmoVoid:ApiKey has {ApiKey.Length} characters; give it at least {ShortestKey}, as `openssl rand -hex 24` makes";
    }

    // Kestrel takes hosts that are no URI of .NET's, as http://*:8787, and a unix socket, which file permissions guard.
    private static bool IsHttp(string url) => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
