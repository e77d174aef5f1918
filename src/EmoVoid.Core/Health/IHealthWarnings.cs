namespace EmoVoid.Core.Health;

/// <summary>Something that a person should know of the daemon although it works: shown by <c>/api/v1/health</c> and the status command.</summary>
public interface IHealthWarnings
{
    /// <summary>A sentence each; empty when all is well. Cheap: asked at every look.</summary>
    IEnumerable<string> Warnings();
}
