using EmoVoid.Testing;

namespace EmoVoid.Goldens.Tests;

/// <summary>The vectors of the repository, and those of the folder in <c>EMOVOID_GOLDEN_DIR</c>.</summary>
public class GoldenTests
{
    public static TheoryData<string> Files => [.. Folders().SelectMany(GoldenRunner.FilesIn)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_golden_holds_at_its_tolerance(string path)
    {
        var results = GoldenRunner.Try(path, out var skipped);
        // The vocabularies are other people's files and not in the repository: without them there is nothing to try.
        Assert.SkipWhen(results is null && Path.GetFileName(path) == "tokenizers.json", skipped ?? "");
        Assert.True(results is not null, skipped);
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.Ok, $"{result.Name}: {result.Error} > {result.Tolerance} {result.Problem}"));
    }

    private static IEnumerable<string> Folders()
    {
        yield return Repository.Path("tests", "goldens");
        if (Environment.GetEnvironmentVariable("EMOVOID_GOLDEN_DIR") is { Length: > 0 } folder)
            yield return folder;
    }
}
