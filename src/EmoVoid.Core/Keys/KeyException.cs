namespace EmoVoid.Core.Keys;

/// <summary>A key cannot be made or revoked; the message is a sentence for the person who asked.</summary>
public sealed class KeyException(string message) : Exception(message);
