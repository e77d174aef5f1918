namespace EmoVoid.Core.Health;

/// <summary>What keeps the daemon from its work.</summary>
public interface IHealthProblems
{
    /// <summary>A sentence each; empty when it can work.</summary>
    IEnumerable<string> Problems();
}
