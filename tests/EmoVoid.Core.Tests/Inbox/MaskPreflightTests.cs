using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Tests.Inbox;

public sealed class MaskPreflightTests : IDisposable
{
    private readonly TestInbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("auto")]
    public async Task Masks_belong_to_their_pictures_and_are_not_trained_on(string mask)
    {
        inbox.PutDataset("a", sidecar: $"{TestInbox.FittingAlpha}\ntrain.mask = \"{mask}\"");
        foreach (var i in new[] { 1, 2, 3 })
            inbox.Put($"a/mask/{i}.webp", $"mask {i}");
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.Empty(report.Notes);
        Assert.Equal([new("1.png", "caption 1", 1, "mask/1.webp"), new("2.png", "caption 2", 1, "mask/2.webp"), new("3.png", "caption 3", 1, "mask/3.webp")], report.Images);
        Assert.Equal(180, report.Settings!.Steps);
    }

    [Fact]
    public async Task In_nested_folders_masks_lie_beside_the_pictures_or_in_one_tree_of_their_own()
    {
        foreach (var file in new[] { "10_cat/a.png", "10_cat/mask/a.png", "3_dog/b.png", "mask/3_dog/b.jpg" })
            inbox.Put("k/" + file, file);
        inbox.Put("k/emovoid.toml", "train.mask = \"folder\"");
        Assert.Equal(
            [new CaptionedImage("10_cat/a.png", "cat", 10, "10_cat/mask/a.png"), new CaptionedImage("3_dog/b.png", "dog", 3, "mask/3_dog/b.jpg")],
            (await inbox.CheckAsync("k")).Images);
    }

    [Fact]
    public async Task A_mask_without_a_picture_is_a_problem_and_a_picture_without_a_mask_a_note()
    {
        inbox.PutDataset("a", sidecar: "train.mask = \"folder\"");
        inbox.Put("a/mask/1.png", "m");
        inbox.Put("a/mask/9.png", "m");
        var report = await inbox.CheckAsync("a");
        Assert.Equal(["1 mask has no image of the same name: mask/9.png. Add the image, or remove or rename the mask."], report.Problems);
        Assert.Contains("2 images have no mask and will be learned whole: 2.png, 3.png.", report.Notes);
    }

    [Fact]
    public async Task Masks_that_are_broken_double_or_of_another_shape_are_named()
    {
        inbox.PutDataset("a", sidecar: "train.mask = \"auto\"");
        inbox.Put("a/mask/1.png", "broken");
        inbox.Put("a/mask/2.png", "square");
        inbox.Put("a/mask/3.png", "m");
        inbox.Put("a/mask/3.webp", "m");
        Assert.Equal(
            [
                "1 image has more than one mask: 3.png (mask/3.png and mask/3.webp). Remove all but one.",
                "1 mask cannot be read: mask/1.png (it ends too early). Replace or remove what is broken.",
                "1 mask has another shape than the image: mask/2.png (480×480 for 640×480). Make each as wide and high as its image, or smaller in both alike.",
            ],
            (await inbox.CheckAsync("a")).Problems);
    }

    [Fact]
    public async Task Masks_by_folder_without_a_folder_are_a_problem()
    {
        inbox.PutDataset("a", sidecar: "train.mask = \"folder\"");
        Assert.Equal(
            ["train.mask is \"folder\", but no folder mask/ holds a picture. Put masks of the same names there, or remove train.mask."],
            (await inbox.CheckAsync("a")).Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("train.mask = \"alpha\"")]
    public async Task Masks_that_nobody_asked_for_are_neither_trained_on_nor_used_and_said_so(string sidecar)
    {
        inbox.PutDataset("a", sidecar: $"{TestInbox.FittingAlpha}\n{sidecar}");
        inbox.Put("a/mask/1.png", "broken");
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.StartsWith("1 image lies in a folder mask/ and will be neither trained on nor used as a mask: mask/1.png.", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal(3, report.Images.Count);
        Assert.All(report.Images, image => Assert.Null(image.Mask));
    }

    [Fact]
    public async Task Settings_that_would_do_nothing_are_noted()
    {
        inbox.PutDataset("a", sidecar: "[train]\nalpha = 32\nkeep_tags = 1\ncaption_dropout = 1\nbatch_size = 4\nfit = \"native\"");
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.Equal(3, report.Notes.Count);
        Assert.Contains("train.keep_tags does nothing without train.shuffle_tags = true.", report.Notes);
    }
}
