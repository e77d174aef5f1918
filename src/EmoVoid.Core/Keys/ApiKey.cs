using System.Security.Cryptography;

namespace EmoVoid.Core.Keys;

/// <summary>A key that somebody holds, as the daemon knows it: by its digest alone.</summary>
public sealed record ApiKey
{
    public required string Name { get; init; }
    public required KeyScope Scope { get; init; }

    /// <summary>SHA-256 of the key's text in UTF-8, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Null for the key of the configuration.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Looks a key up.</summary>
public static class ApiKeys
{
    /// <summary>The key that was sent; null when it is none of these.</summary>
    public static ApiKey? Match(this IReadOnlyList<ApiKey> keys, string sent)
    {
        var digest = KeyText.Digest(sent);
        ApiKey? match = null;
        // Neither a comparison nor the walk ends early: how long it takes tells nothing of the keys.
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(digest, key.Sha256))
                match = key;
        return match;
    }
}
