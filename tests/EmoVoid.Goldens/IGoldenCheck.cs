namespace EmoVoid.Goldens;

/// <summary>Knows how to try one kind of golden vectors. Every implementation in this assembly is found by itself.</summary>
public interface IGoldenCheck
{
    /// <summary>The <c>golden</c> of the file's metadata; of a JSON file, its name without the extension.</summary>
    string Kind { get; }

    /// <summary>Computes what the file says should come out, and measures how far off it is. Sizes and tolerances are the file's.</summary>
    IEnumerable<GoldenResult> Run(GoldenFile file);
}
