namespace EmoVoid.Core.States;

/// <summary>The state folder cannot be used; the message names every problem and the way out.</summary>
public sealed class StateFolderException(string message) : Exception(message);
