namespace EmoVoid.Core.Persistence;

/// <summary>The database cannot be used; the message is a sentence for the person who starts the daemon.</summary>
public sealed class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);
