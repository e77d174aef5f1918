using System.Net;
using EmoVoid.Core.Keys;

namespace EmoVoid.Daemon.Security;

/// <summary>What the configuration says about who may ask the daemon.</summary>
/// <param name="ConfiguredKey"><c>EmoVoid:ApiKey</c>: one more key, of scope write; null when there is none.</param>
/// <param name="Urls">Where the daemon listens.</param>
internal sealed record Access(string? ConfiguredKey, IReadOnlyList<string> Urls)
{
    /// <summary>A key that can be guessed protects nothing.</summary>
    public const int ShortestKey = 16;

    public static Access Of(IConfiguration configuration)
    {
        var key = configuration.GetSection(Hosting.Configuration.Section)[nameof(AccessOptions.ApiKey)];
        var urls = (configuration[nameof(ListenOptions.Urls)] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Access(string.IsNullOrWhiteSpace(key) ? null : key, urls);
    }

    /// <summary>Whether only this machine can ask: then, and while there is no key at all, it need not send one.</summary>
    public bool IsLocal => Urls.All(url => IsHttp(url) && IsLoopback(url));

    /// <summary>The key of the configuration as it is told apart from others; null when there is none.</summary>
    public ApiKey? Configured() => ConfiguredKey is null ? null : new ApiKey
    {
        Name = KeyNames.Configuration,
        Scope = KeyScope.Write,
        Sha256 = KeyText.Digest(ConfiguredKey),
    };

    /// <summary>Every reason why this must not be served, in words; empty when it may.</summary>
    /// <param name="mayKeysBeStored">Whether there is a key in the database, as far as one can know; asked only when it matters.</param>
    public IEnumerable<string> Problems(Func<bool> mayKeysBeStored)
    {
        if (Urls.Count == 0)
            yield return "there is no address to listen on; name one with --urls, as http://127.0.0.1:8787";
        foreach (var url in Urls)
            if (!IsHttp(url))
                yield return $"'{url}' is not an address that can be served; write it as http://127.0.0.1:8787";
            else if (!IsLoopback(url) && ConfiguredKey is null && !mayKeysBeStored())
                yield return $"{url} can be reached from other machines, which asks for a key: make one with `emovoidd keys add NAME`, "
                    + "or set EmoVoid:ApiKey in emovoid.json (or EmoVoid__ApiKey in the environment), or listen on 127.0.0.1";
        if (ConfiguredKey is { Length: < ShortestKey })
            yield return $"EmoVoid:ApiKey has {ConfiguredKey.Length} characters; give it at least {ShortestKey}, as `openssl rand -hex 24` makes";
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
