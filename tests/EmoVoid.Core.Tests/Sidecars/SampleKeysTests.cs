using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Inbox.Preflight.Rules;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Tests.Sidecars;

/// <summary>The table <c>[sample]</c>.</summary>
public class SampleKeysTests
{
    private static readonly string[] Captions = ["a cat", "", "a cat", "a dog", "a bird"];

    [Fact]
    public void Every_key_is_read()
    {
        var (sidecar, problems) = SidecarParser.Parse(
            """
            [sample]
            prompts = ["a cat, 1boy", "コート"]
            count = 1
            candidates = 3
            steps = 20
            guidance = 5
            seed = 7
            width = 768
            height = 500
            negative = "blurry"
            every = 100
            vae_tiles = "always"
            """);
        Assert.Empty(problems);
        var settings = Resolve(sidecar)!;
        Assert.Equal(["a cat, 1boy"], settings.Prompts);
        Assert.Equal(
            (3, 20, 5.0, 7, 768, 496, "blurry", 100, VaeTiles.Always),
            (settings.Candidates, settings.Steps, settings.Guidance, settings.Seed, settings.Width, settings.Height, settings.Negative, settings.Every, settings.VaeTiles));
    }

    [Fact]
    public void Without_any_key_the_first_captions_are_sampled_as_the_run_is_trained()
    {
        var settings = Resolve(new Sidecar())!;
        Assert.Equal(["a cat", "a dog"], settings.Prompts);
        Assert.Equal((2, 30, 4.0, 42, 512, 512, "", null, VaeTiles.Auto),
            (settings.Candidates, settings.Steps, settings.Guidance, settings.Seed, settings.Width, settings.Height, settings.Negative, settings.Every, settings.VaeTiles));
        Assert.Equal(20, new Sidecar().Samples.Resolve(Captions, new Sidecar().Resolve(5, 128), builtIn: true)!.Steps);
    }

    [Theory]
    [InlineData("count = 0")]
    [InlineData("prompts = [\"x\"]\ncount = 0")]
    public void A_count_of_0_makes_no_pictures(string text) => Assert.Null(Resolve(SidecarParser.Parse("[sample]\n" + text).Sidecar));

    [Fact]
    public void A_single_prompt_needs_no_brackets() =>
        Assert.Equal(["a cat"], SidecarParser.Parse("sample.prompts = \" a cat \"").Sidecar.Samples.Prompts);

    [Theory]
    [InlineData("sample.prompts = []", "sample.prompts must be a list of 1 to 16 texts, each of 1 to 2000 characters in one line, but is []. The default is the data set's own first captions.")]
    [InlineData("sample.prompts = [\"a\", 2]", "sample.prompts must be a list of 1 to 16 texts, each of 1 to 2000 characters in one line, but is [\"a\", 2]. The default is the data set's own first captions.")]
    [InlineData("sample.prompts = [[\"a\"]]", "sample.prompts must be a list of 1 to 16 texts, each of 1 to 2000 characters in one line, but is [[\"a\"]]. The default is the data set's own first captions.")]
    [InlineData("sample.prompts = 3", "sample.prompts must be a list of 1 to 16 texts, each of 1 to 2000 characters in one line, but is 3. The default is the data set's own first captions.")]
    [InlineData("sample.guidance = 0", "sample.guidance must be a number above 0 and at most 30, but is 0. The default is 4.")]
    [InlineData("sample.width = 5000", "sample.width must be a whole number from 64 to 2048, but is 5000. The default is train.resolution.")]
    [InlineData("sample.vae_tiles = true", "sample.vae_tiles must be \"auto\" or \"always\" or \"never\", but is true. The default is auto.")]
    [InlineData("sample.prompt = \"x\"", "sample.prompt is not a key of this file. Did you mean sample.prompts?")]
    [InlineData("sample.negativ = \"x\"", "sample.negativ is not a key of this file. Did you mean sample.negative?")]
    public void What_a_key_may_not_hold_is_named_with_what_is_right(string text, string problem) =>
        Assert.Equal(["emovoid.toml: line 1: " + problem], SidecarParser.Parse(text).Problems);

    [Fact]
    public void More_prompts_than_a_sheet_has_rows_are_refused() =>
        Assert.Single(SidecarParser.Parse($"sample.prompts = [{string.Join(", ", Enumerable.Repeat("\"x\"", 17))}]").Problems);

    [Fact]
    public void What_is_rounded_or_will_not_come_is_told()
    {
        var sidecar = SidecarParser.Parse("[sample]\nwidth = 500\nevery = 9000").Sidecar;
        Assert.Equal(
            ["sample.width is 500; sample pictures are 496, the next lower multiple of 16.", "sample.every is 9000, and the run has 300 steps: there will be no pictures while training."],
            Notes(sidecar, Captions));
        Assert.Contains("There will be no sample pictures", Assert.Single(Notes(new Sidecar(), [""])), StringComparison.Ordinal);
        Assert.Empty(Notes(new Sidecar(), Captions));
    }

    [Fact]
    public void The_table_tells_the_defaults_that_are_used()
    {
        var none = new SidecarSamples();
        Assert.Equal(
            (SampleKeys.Candidates.Default, SampleKeys.Guidance.Default, SampleKeys.VaeTiles.Default),
            ($"{none.Candidates}", $"{none.Guidance}", none.VaeTiles.ToString().ToLowerInvariant()));
    }

    private static SampleSettings? Resolve(Sidecar sidecar) => sidecar.Samples.Resolve(Captions, sidecar.Resolve(5, 512), builtIn: false);

    private static IEnumerable<string> Notes(Sidecar sidecar, string[] captions)
    {
        var train = sidecar.Resolve(5, 512);
        return new SamplesRule().Check(new Candidate
        {
            Folder = new DatasetFolder { Path = "/" }, Sidecar = sidecar, SidecarProblems = [], ModelName = "", Model = null, ModelNames = [],
            Settings = train, Samples = sidecar.Samples.Resolve(captions, train, builtIn: false), Inspections = [], FreeBytes = 0,
        }).Select(finding => finding.Message);
    }
}
