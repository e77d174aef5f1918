using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Inbox.Preflight.Rules;
using EmoVoid.Core.Models;
using EmoVoid.Core.Tests.Models;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>The range for alpha is the guide's for Anima, and fits the model where that is a smaller one.</summary>
public class AlphaPreflightTests
{
    [Theory]
    [InlineData(4, 2, "train.alpha is 2; the guide's range for rank 4 is 0.5 to 1 (0.125 to 0.25 × rank). Above it the LoRA is sooner overfitted.")]
    [InlineData(4, 0.25, "train.alpha is 0.25; the guide's range for rank 4 is 0.5 to 1 (0.125 to 0.25 × rank). Below it the LoRA learns slowly and weakly.")]
    [InlineData(16, 1, "train.alpha is 1; the guide's range for rank 16 is 2 to 4 (0.125 to 0.25 × rank). Below it the LoRA learns slowly and weakly.")]
    [InlineData(16, 128, "train.alpha is 128; the guide's range for rank 16 is 2 to 4 (0.125 to 0.25 × rank). Above it the LoRA is sooner overfitted.")]
    public void Of_Anima_it_is_the_guides(int rank, double alpha, string note) => Assert.Equal([note], Notes(Anima(2048, 28), rank, alpha));

    [Theory]
    [InlineData(4, 0.5)]
    [InlineData(4, 1)]
    [InlineData(16, 4)]
    public void Within_the_guides_range_nothing_is_said_of_Anima(int rank, double alpha) => Assert.Empty(Notes(Anima(2048, 28), rank, alpha));

    [Fact]
    public void The_demos_own_setting_fits_the_small_base() => Assert.Empty(Notes(BuiltIn, rank: 16, alpha: 128));

    [Theory]
    [InlineData(4, 1, "train.alpha is 1; for anima-nano and rank 4 it should be 20 to 40 (5 to 10 × rank): the guide's 0.125 to 0.25 × rank is for Anima, and the same alpha moves a model of this width and depth about 40 times less. Below it the LoRA learns slowly and weakly.")]
    [InlineData(16, 300, "train.alpha is 300; for anima-nano and rank 16 it should be 80 to 160 (5 to 10 × rank): the guide's 0.125 to 0.25 × rank is for Anima, and the same alpha moves a model of this width and depth about 40 times less. Above it the LoRA is sooner overfitted.")]
    public void Of_the_small_base_it_is_what_fits_it_with_the_reason_even_before_its_files_are_there(int rank, double alpha, string note) =>
        Assert.Equal([note], Notes(BuiltIn, rank, alpha));

    [Fact]
    public void Of_any_other_small_model_it_follows_from_the_sizes_of_its_file()
    {
        var note = Assert.Single(Notes(Anima(1024, 14), rank: 4, alpha: 1));
        Assert.StartsWith("train.alpha is 1; for other and rank 4 it should be 2 to 4 (0.5 to 1 × rank): ", note, StringComparison.Ordinal);
        Assert.Contains(" about 4 times less.", note, StringComparison.Ordinal);
        Assert.Empty(Notes(Anima(1024, 14), rank: 4, alpha: 4));
    }

    [Fact]
    public void Beyond_what_was_measured_the_law_is_not_drawn_out() =>
        Assert.Equal((1, 16 * 14), (new DitScale(4096, 56).TimesLessMoved, new DitScale(8, 1).TimesLessMoved));

    private static Candidate BuiltIn => Of(ModelCatalog.BuiltIn, sizes: null);

    private static Candidate Anima(long width, int blocks) =>
        Of("other", new BaseModelSizes(FakeModel.Dit with { Width = width, Blocks = blocks }, FakeModel.Adapter, FakeModel.Qwen, FakeModel.Vae));

    private static List<string> Notes(Candidate of, int rank, double alpha)
    {
        var findings = new AlphaRule().Check(of with { Sidecar = new Sidecar { Rank = rank, Alpha = alpha } }).ToList();
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
        return [.. findings.Select(finding => finding.Message)];
    }

    private static Candidate Of(string model, BaseModelSizes? sizes) => new()
    {
        Folder = new DatasetFolder { Path = "/a", Images = [] }, Sidecar = new(), SidecarProblems = [], ModelName = model, Model = null, ModelVerdict = new ModelVerdict(model, sizes, [], []),
        ModelNames = [], Settings = null, Inspections = [], FreeBytes = 0,
    };
}
