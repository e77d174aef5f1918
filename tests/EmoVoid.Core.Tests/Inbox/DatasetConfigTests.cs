using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>Kohya's <c>dataset_config.toml</c> in a folder of the inbox.</summary>
public sealed class DatasetConfigTests : IDisposable
{
    private readonly TestInbox inbox = new();

    public DatasetConfigTests()
    {
        inbox.Put("zoo/emovoid.toml");
        foreach (var name in new[] { "cats/1", "cats/2", "dogs/3", "dogs/old/4" })
            inbox.Put($"zoo/{name}.png", $"picture {name}");
        inbox.Put("zoo/cats/1.txt", "a cat");
        inbox.Put("zoo/dogs/3.txt", "a dog");
        inbox.Put("zoo/dogs/old/4.txt", "an old dog");
    }

    public void Dispose() => inbox.Dispose();

    [Fact]
    public async Task Its_settings_and_subsets_are_taken_as_the_scripts_take_them()
    {
        inbox.Put("zoo/dataset_config.toml",
            """
            [general]
            shuffle_caption = true
            keep_tokens = 1
            caption_extension = ".txt"
            flip_aug = true
            color_aug = false
            [[datasets]]
            resolution = [768, 768]
            batch_size = 2
            enable_bucket = true
            max_bucket_reso = 1536
            caption_dropout_rate = 0.1
            [[datasets.subsets]]
            image_dir = "cats"
            num_repeats = 10
            class_tokens = "cat"
            [[datasets.subsets]]
            image_dir = "./dogs/"
            """);
        var report = await inbox.CheckAsync("zoo");

        Assert.Empty(report.Problems);
        Assert.Equal([new CaptionedImage("cats/1.png", "a cat", 10), new CaptionedImage("cats/2.png", "cat", 10), new CaptionedImage("dogs/3.png", "a dog")], report.Images);
        var (settings, batches) = (report.Settings!, report.Settings!.Batches);
        Assert.Equal((768, 2, 180), (settings.Resolution, settings.BatchSize, settings.Steps));
        Assert.Equal((true, 1, true, 0.1), (batches.ShuffleTags, batches.KeepTags, batches.Flip, batches.CaptionDropout));
        Assert.Contains(report.Notes, note => note.Contains("1 picture, which will not be trained on: dogs/old/4.png", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("are for kohya's scripts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sidecars_own_keys_go_before_it()
    {
        inbox.Put("zoo/emovoid.toml", "[train]\nresolution = 256\n");
        inbox.Put("zoo/dataset_config.toml", "[[datasets]]\nresolution = 768\n[[datasets.subsets]]\nimage_dir = \"dogs\"\n");
        Assert.Equal(256, (await inbox.CheckAsync("zoo")).Settings!.Resolution);
    }

    [Fact]
    public async Task Every_mistake_is_named_with_its_line()
    {
        inbox.Put("zoo/dataset_config.toml",
            """
            [general]
            enable_bucket = false
            resolutoin = 512
            color_aug = true
            [[datasets]]
            resolution = [512, 768]
            batch_size = 0
            [[datasets.subsets]]
            image_dir = "/srv/cats"
            [[datasets.subsets]]
            image_dir = "birds"
            flip_aug = true
            caption_extension = ".caption"
            [[datasets.subsets]]
            num_repeats = 2
            [[datasets.subsets]]
            image_dir = "birds/."
            [network]
            """);
        var problems = (await inbox.CheckAsync("zoo")).Problems;

        foreach (var part in new[]
                 {
                     "line 2: enable_bucket is false",
                     "line 3: resolutoin is not a key of this file. Did you mean resolution?",
                     "line 4: color_aug is a key of kohya's that is not supported here. Remove it.",
                     "line 6: resolution must be a whole number from 64 to 4096, or the same one twice, but is [512, 768].",
                     "line 7: batch_size must be a whole number from 1 to 256, but is 0.",
                     "line 9: image_dir is \"/srv/cats\", which leads out of the folder.",
                     "line 12: flip_aug is not the same for all subsets, and a run has one.",
                     "line 13: caption_extension must be \".txt\", but is \".caption\".",
                     "line 14: a subset has no image_dir.",
                     "line 17: image_dir \"birds/.\" is named twice.",
                     "line 18: [network] is no table of this file.",
                     "line 11: there is no picture in image_dir \"birds\".",
                 })
            Assert.Contains(problems, problem => problem.StartsWith("dataset_config.toml: " + part, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_names_no_pictures_or_is_no_TOML_says_so()
    {
        inbox.Put("zoo/dataset_config.toml", "[general]\nresolution = 512\n");
        Assert.Contains((await inbox.CheckAsync("zoo")).Problems, problem => problem.Contains("no [[datasets.subsets]] says which pictures to take", StringComparison.Ordinal));
        inbox.Put("zoo/dataset_config.toml", "[general\n");
        Assert.Contains((await inbox.CheckAsync("zoo")).Problems, problem => problem.StartsWith("dataset_config.toml: line 1 is not TOML", StringComparison.Ordinal));
    }
}
