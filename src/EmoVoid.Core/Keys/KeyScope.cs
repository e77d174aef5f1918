namespace EmoVoid.Core.Keys;

/// <summary>What the holder of a key may do.</summary>
public enum KeyScope
{
    /// <summary>Look: GET and HEAD.</summary>
    Read,

    /// <summary>Everything.</summary>
    Write,
}

/// <summary>The words for scopes.</summary>
public static class KeyScopes
{
    /// <summary>The word in the database, on the command line and in answers.</summary>
    public static string Word(this KeyScope scope) => scope switch
    {
        KeyScope.Read => "read",
        KeyScope.Write => "write",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };
}
