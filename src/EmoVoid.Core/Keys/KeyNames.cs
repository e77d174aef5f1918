namespace EmoVoid.Core.Keys;

/// <summary>What a key may be called.</summary>
public static class KeyNames
{
    /// <summary>The name of the key that stands in the configuration, <c>EmoVoid:ApiKey</c>.</summary>
    public const string Configuration = "configuration";

    private const int Longest = 64;

    /// <summary>Why a key cannot have this name; null when it can.</summary>
    public static string? Problem(string name)
    {
        if (IsConfiguration(name))
            return $"'{name}' is the name of the key in EmoVoid:ApiKey; take another one";
        if (name.Length is 0 or > Longest || !name.All(IsAllowed))
            return $"'{name}' cannot be the name of a key; take 1 to {Longest} letters of a to z, digits, '-', '_' or '.'";
        return null;
    }

    public static bool IsConfiguration(string name) => name.Equals(Configuration, StringComparison.OrdinalIgnoreCase);

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
