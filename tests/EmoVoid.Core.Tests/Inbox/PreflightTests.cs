using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Tests.Inbox;

public sealed class PreflightTests : IDisposable
{
    private readonly TestInbox inbox = new(settings: [("EmoVoid:Models:anima:Dit", "models/a/dit.safetensors"), ("EmoVoid:Models:anima:TextEncoder", "/nowhere/te.safetensors"), ("EmoVoid:Models:anima:Vae", "models/a/vae.safetensors"), ("EmoVoid:Models:anima:Tokenizers", "models/tokenizers")]);

    public void Dispose() => inbox.Dispose();

    [Fact]
    public async Task A_good_folder_is_accepted_without_a_word()
    {
        inbox.PutDataset("zenigata");
        var report = await inbox.CheckAsync("zenigata");
        Assert.Empty(report.Problems);
        Assert.Empty(report.Notes);
        Assert.True(report.IsAccepted);
        Assert.Equal(("zenigata", "anima-nano"), (report.Name, report.Model));
        Assert.Equal([new("1.png", "caption 1"), new("2.png", "caption 2"), new("3.png", "caption 3")], report.Images);
        Assert.Equal((180, 18, 128), (report.Settings!.Steps, report.Settings.SaveEvery, report.Settings.Resolution));
    }

    [Fact]
    public async Task No_images_is_said_with_the_kinds_that_can_be_used()
    {
        inbox.Put("empty/emovoid.toml");
        Assert.Contains("There are no images in the folder. These kinds can be used: .png .jpg", await ProblemOf("empty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_image_is_named_with_what_is_wrong()
    {
        inbox.PutDataset("a");
        inbox.Put("a/2.png", "broken");
        inbox.Put("a/3.png", "");
        Assert.Equal("2 images cannot be read: 2.png (it ends too early), 3.png (it is empty). Replace or remove what is broken.", await ProblemOf("a"));
    }

    [Fact]
    public async Task An_image_without_a_caption_is_named_with_the_file_that_is_missing()
    {
        inbox.PutDataset("a");
        inbox.Put("a/sub/b.jpg", "x");
        Assert.Equal("1 image has no caption: sub/b.jpg. Put a text file of the same name beside each, as b.txt.", await ProblemOf("a"));
    }

    [Fact]
    public async Task A_caption_without_an_image_is_named()
    {
        inbox.PutDataset("a");
        inbox.Put("a/4.txt", "a caption");
        Assert.Equal("1 caption has no image of the same name: 4.txt. Add the image, or remove or rename the text.", await ProblemOf("a"));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_with_every_missing_file()
    {
        inbox.PutDataset("a", sidecar: "model = \"anima\"");
        var problem = await ProblemOf("a");
        Assert.StartsWith("The model 'anima' cannot be used: ", problem, StringComparison.Ordinal);
        Assert.All(["Qwen3's tokenizer was not found in " + inbox.State.Root + "/models/tokenizers.", "T5's tokenizer"], file => Assert.Contains(file, problem, StringComparison.Ordinal));
        Assert.Contains("or correct EmoVoid:Models:anima in the daemon's configuration", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_configured_is_answered_with_those_that_are()
    {
        inbox.PutDataset("a", sidecar: "model = \"flux\"");
        Assert.StartsWith("emovoid.toml: the model 'flux' is not known to this daemon. It has anima-nano, anima;", await ProblemOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alpha_out_of_range_is_a_note_and_no_error()
    {
        inbox.PutDataset("a", sidecar: "");
        var report = await inbox.CheckAsync("a");
        Assert.True(report.IsAccepted);
        Assert.StartsWith("train.alpha is 1; for anima-nano and rank 4 it should be ", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_that_is_not_TOML_is_a_problem_with_its_line()
    {
        inbox.PutDataset("a", sidecar: "name = zenigata");
        Assert.StartsWith("emovoid.toml: line 1 is not TOML: ", await ProblemOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_sidecar_is_told_that_an_empty_one_is_enough()
    {
        inbox.PutDataset("a", sidecar: null);
        Assert.Equal("There is no emovoid.toml. Put one into the folder; an empty one means every default.", await ProblemOf("a"));
    }

    [Fact]
    public async Task Every_problem_is_told_at_once()
    {
        inbox.PutDataset("a", sidecar: "model = \"flux\"\n[train]\nrank = 0\nrnak = 1");
        inbox.Put("a/2.png", "broken");
        inbox.Put("a/5.png", "x");
        inbox.Put("a/6.txt", "x");
        File.CreateSymbolicLink(Path.Combine(inbox.State.Inbox, "a", "7.png"), "/etc/hostname");
        Assert.Equal(7, (await inbox.CheckAsync("a")).Problems.Count);
    }

    [Fact]
    public async Task Links_are_refused_and_never_followed()
    {
        inbox.PutDataset("a");
        File.CreateSymbolicLink(Path.Combine(inbox.State.Inbox, "a", "etc"), "/etc");
        File.CreateSymbolicLink(Path.Combine(inbox.State.Inbox, "a", "zero.png"), "/dev/zero");
        Assert.Equal("2 entries are symbolic links, which are not followed: etc, zero.png. Put the files themselves there.", await ProblemOf("a"));
    }

    [Fact]
    public async Task A_pipe_with_the_name_of_a_text_is_not_waited_for()
    {
        inbox.PutDataset("a");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(inbox.State.Inbox, "a", "4.txt"), Path.Combine(inbox.State.Inbox, "a", "4.png")]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("2 entries are pipes, sockets or devices, and no files: 4.png, 4.txt. Remove what is not a file.", await ProblemOf("a"));
    }

    [Fact]
    public async Task A_caption_that_is_in_no_encoding_that_is_read_is_named()
    {
        var folder = inbox.PutDataset("a");
        await File.WriteAllBytesAsync(Path.Combine(folder, "1.txt"), [(byte)'c', (byte)'a', (byte)'f', 0xE9], TestContext.Current.CancellationToken);
        Assert.Equal("1 text cannot be read: 1.txt is not UTF-8, nor UTF-16 with its mark, Shift-JIS or EUC-JP. Save them as short UTF-8 texts.", await ProblemOf("a"));
    }

    [Fact]
    public async Task A_name_with_a_line_break_cannot_smuggle_another_path_to_the_trainer()
    {
        inbox.PutDataset("a");
        inbox.Put("a/x\n9.png", "x");
        inbox.Put("a/x\n9.txt", "x");
        Assert.Equal("1 name holds a line break or another control character: x�9.png. Rename the file.", await ProblemOf("a"));
    }

    [Fact]
    public async Task What_systems_leave_behind_is_passed_over()
    {
        inbox.PutDataset("a");
        foreach (var name in new[] { ".DS_Store", "._1.png", "Thumbs.db", "desktop.ini", "@eaDir/1.png", "__MACOSX/1.png", ".stfolder/x", "4.png.part", "5.png.filepart" })
            inbox.Put("a/" + name, "broken");
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public async Task Empty_captions_unused_files_and_twins_are_noted()
    {
        inbox.PutDataset("a");
        inbox.Put("a/1.txt", " \n");
        inbox.Put("a/notes.md", "x");
        inbox.Put("a/4.png", "picture 1 of a");
        inbox.Put("a/4.txt", "x");
        var report = await inbox.CheckAsync("a");
        Assert.True(report.IsAccepted);
        Assert.Equal(
            ["1 image has an empty caption: 1.png.", "1 image is there more than once: 1.png = 4.png.", "1 file is of a kind that is not used: notes.md."],
            report.Notes);
    }

    [Fact]
    public async Task Kohyas_folders_give_repeats_and_where_nothing_is_captioned_their_class()
    {
        foreach (var file in new[] { "10_zenigata man/a.png", "10_zenigata man/b.png", "3_reg/deep/c.png", "2024_summer/d.png", "e.png" })
            inbox.Put("k/" + file, file);
        inbox.Put("k/3_reg/deep/c.txt", "captioned");
        inbox.Put("k/2024_summer/d.txt", "a year");
        inbox.Put("k/e.txt", "plain");
        inbox.Put("k/emovoid.toml");
        Assert.Equal(
            [
                new CaptionedImage("10_zenigata man/a.png", "zenigata man", 10), new CaptionedImage("10_zenigata man/b.png", "zenigata man", 10),
                new CaptionedImage("2024_summer/d.png", "a year", 1), new CaptionedImage("3_reg/deep/c.png", "captioned", 3), new CaptionedImage("e.png", "plain", 1),
            ],
            (await inbox.CheckAsync("k")).Images);
    }

    [Fact]
    public async Task In_a_kohya_folder_with_captions_a_missing_one_is_a_problem()
    {
        inbox.Put("k/10_cat/a.png", "a");
        inbox.Put("k/10_cat/a.txt", "a cat");
        inbox.Put("k/10_cat/b.png", "b");
        inbox.Put("k/emovoid.toml");
        Assert.Contains("1 image has no caption: 10_cat/b.png.", await ProblemOf("k"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_0_repeats_is_a_problem()
    {
        inbox.Put("k/0_cat/a.png", "a");
        inbox.Put("k/emovoid.toml");
        Assert.StartsWith("1 folder asks for 0 repeats: 0_cat.", await ProblemOf("k"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_report_becomes_the_plan_of_its_run()
    {
        inbox.PutDataset("a");
        var plan = inbox.Plans.Build(await inbox.CheckAsync("a"), "a-2");
        Assert.Equal(("a-2", inbox.State.DatasetOf("a-2"), inbox.State.CheckpointsOf("a-2"), inbox.State.Cache, "cpu"),
            (plan.Run, plan.Dataset.Folder, plan.CheckpointFolder, plan.CacheFolder, plan.Device));
        Assert.True(plan.Model.BuiltIn);
        Assert.Equal(3, plan.Dataset.Images.Count);
    }

    [Theory]
    [InlineData(500, 496)]
    [InlineData(520, 528)]
    [InlineData(65, 64)]
    public async Task A_resolution_between_two_multiples_of_16_is_rounded_and_that_is_said(int asked, int used)
    {
        inbox.PutDataset("a", sidecar: $"{TestInbox.FittingAlpha}\ntrain.resolution = {asked}");
        var report = await inbox.CheckAsync("a");
        Assert.Equal(used, report.Settings!.Resolution);
        Assert.Equal([$"train.resolution is {asked}; sides are multiples of 16 pixels, so {used} is used."], report.Notes);
    }

    [Fact]
    public async Task A_resolution_on_a_multiple_of_16_is_taken_without_a_word()
    {
        inbox.PutDataset("a", sidecar: $"{TestInbox.FittingAlpha}\ntrain.resolution = 528");
        Assert.Empty((await inbox.CheckAsync("a")).Notes);
    }

    [Fact]
    public async Task A_caption_of_more_words_than_the_model_reads_tokens_is_noted()
    {
        inbox.PutDataset("a");
        inbox.Put("a/2.txt", string.Join(' ', Enumerable.Repeat("word", 513)));
        inbox.Put("a/3.txt", string.Join(' ', Enumerable.Repeat("word", 512)));
        Assert.StartsWith("1 caption has more than 512 words, and the model reads 512 tokens: 2.png.", Assert.Single((await inbox.CheckAsync("a")).Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "cuda:0", "cpu", "cuda:0", "cuda:1")]
    [InlineData("auto", "cpu", "cpu")]
    [InlineData("cuda", "cuda:0", "cpu", "cuda:0")]
    [InlineData("cuda:1", "cuda:1", "cpu", "cuda:0", "cuda:1")]
    [InlineData("cpu", "cpu", "cpu", "cuda:0")]
    public async Task A_device_that_is_there_gets_into_the_plan(string asked, string given, params string[] there)
    {
        inbox.Devices.There = new("2.10.0", there, null);
        inbox.PutDataset("a", sidecar: $"train.device = \"{asked}\"");
        Assert.Equal(given, inbox.Plans.Build(await inbox.CheckAsync("a"), "a").Device);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public async Task A_device_that_is_not_there_is_refused_with_those_that_are(string asked)
    {
        inbox.Devices.There = asked == "cuda" ? inbox.Devices.There : new("2.10.0", ["cpu", "cuda:0"], null);
        inbox.PutDataset("a", sidecar: $"train.device = \"{asked}\"");
        Assert.StartsWith($"The device '{asked}' is not there; the trainer (libtorch 2.10.0) sees {string.Join(", ", inbox.Devices.There.Devices)}.", await ProblemOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_libtorch_that_does_not_load_is_told_before_any_run()
    {
        inbox.Devices.There = new(null, [], "libtorch was not found.");
        inbox.PutDataset("a");
        Assert.Equal("libtorch was not found.", await ProblemOf("a"));
    }

    private async Task<string> ProblemOf(string folder) => Assert.Single((await inbox.CheckAsync(folder)).Problems);
}
