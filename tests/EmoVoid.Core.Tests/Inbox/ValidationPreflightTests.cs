using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Tests.Inbox;

public sealed class ValidationPreflightTests : IDisposable
{
    private readonly TestInbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Fact]
    public async Task From_forty_pictures_a_tenth_is_held_out_and_the_steps_are_those_of_the_others()
    {
        inbox.PutDataset("a", images: 40);
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        var plan = report.Validation!;
        var heldOut = plan.HeldOut.Select(image => image.File).ToList();
        Assert.Equal(4, heldOut.Count);
        Assert.Equal(36, report.Images.Count);
        Assert.Empty(report.Images.Select(image => image.File).Intersect(heldOut));
        Assert.Equal(36 * 60, report.Settings!.Steps);
        Assert.Equal(4, plan.Trained.Count);
        Assert.Subset(report.Images.Select(image => image.File).ToHashSet(), plan.Trained.ToHashSet());
        Assert.Equal($"caption {heldOut[0].Split('.')[0]}", plan.HeldOut[0].Caption);
        Assert.InRange(ValidationCost.Of(report.Settings, plan), 0.02, 0.05);
        Assert.Contains($"4 of 40 pictures are held out and not trained, to see when the LoRA begins to memorize: {string.Join(", ", heldOut.Order(StringComparer.Ordinal))}. validation.share = 0 trains all.", report.Notes);
    }

    [Fact]
    public async Task The_seed_chooses_and_the_same_seed_chooses_the_same()
    {
        inbox.PutDataset("a", images: 50);
        inbox.PutDataset("again", images: 50);
        inbox.PutDataset("other", images: 50, sidecar: "train.seed = 7");
        var (one, again, other) = (await HeldOut("a"), await HeldOut("again"), await HeldOut("other"));
        Assert.Equal(5, one.Count);
        Assert.Equal(one, again);
        Assert.NotEqual(one.Order(), other.Order());
    }

    [Fact]
    public async Task Below_forty_every_picture_is_trained_and_trained_ones_alone_are_measured()
    {
        inbox.PutDataset("a", images: 39);
        var report = await inbox.CheckAsync("a");
        Assert.Equal(39, report.Images.Count);
        Assert.Empty(report.Validation!.HeldOut);
        Assert.Equal(report.Validation.Pairs, report.Validation.Trained.Count);
        Assert.InRange(ValidationCost.Of(report.Settings!, report.Validation), 0.02, 0.05);
        Assert.Empty(report.Notes);
    }

    [Theory]
    [InlineData("validation.share = 0", 40)]
    [InlineData("train.steps = 24", 3)]
    public async Task Nothing_is_measured_where_it_is_turned_off_or_the_run_is_too_short(string sidecar, int images)
    {
        inbox.PutDataset("a", images, sidecar);
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        Assert.Null(report.Validation);
        Assert.Equal(images, report.Images.Count);
    }

    [Fact]
    public async Task The_owner_s_pictures_are_held_out_in_whatever_folder_they_lie()
    {
        foreach (var file in new[] { "10_cat/a.png", "10_cat/b.png", "10_cat/c.png", "3_dog/d.png" })
            inbox.Put("k/" + file, file);
        inbox.Put("k/emovoid.toml", "[validation]\nfiles = [\"10_cat/b.png\", \"3_dog/d.png\"]");
        var report = await inbox.CheckAsync("k");
        Assert.Empty(report.Problems);
        Assert.Equal([new("10_cat/a.png", "cat", 10), new CaptionedImage("10_cat/c.png", "cat", 10)], report.Images);
        Assert.Equal(["10_cat/b.png", "3_dog/d.png"], report.Validation!.HeldOut.Select(image => image.File).Order());
    }

    [Fact]
    public async Task Copies_of_a_picture_are_on_one_side()
    {
        inbox.PutDataset("a", images: 6, sidecar: "[validation]\nfiles = [\"1.png\"]");
        inbox.Put("a/x.png", "picture 1 of a");
        inbox.Put("a/x.txt", "the same");
        var named = await inbox.CheckAsync("a");
        Assert.Empty(named.Problems);
        Assert.Equal(["1.png", "x.png"], named.Validation!.HeldOut.Select(image => image.File).Order());
        Assert.Contains("x.png is held out too: the same as validation.files names.", named.Notes);

        inbox.PutDataset("b", images: 4, sidecar: "validation.share = 0.2");
        foreach (var i in new[] { 1, 2, 3, 4 })
        {
            inbox.Put($"b/copy {i}.png", $"picture {i} of b");
            inbox.Put($"b/copy {i}.txt", "the same");
        }

        var drawn = (await inbox.CheckAsync("b")).Validation!.HeldOut.Select(image => image.File).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, drawn.Count);
        Assert.Equal("copy " + drawn[0], drawn[1]);
    }

    [Theory]
    [InlineData(2, "validation.share = 0.5", "[validation] holds out 1 of 2 pictures, which leaves one to train. Hold out fewer, add pictures, or remove it.")]
    [InlineData(2, "validation.share = 0.1", "validation.share is 0.1, and that of 2 pictures are none to hold out. Make it larger, name pictures in validation.files, or remove it.")]
    [InlineData(5, "validation.share = 1", "[validation] holds out 5 of 5 pictures, which leaves none to train. Hold out fewer, add pictures, or remove it.")]
    [InlineData(5, "validation.share = 0.9", "[validation] holds out 5 of 5 pictures, which leaves none to train. Hold out fewer, add pictures, or remove it.")]
    [InlineData(3, "validation.files = [\"2.png\", \"nine.png\", \"1.txt\"]", "validation.files names what is no picture of this folder: nine.png, 1.txt. Write each as it lies in the folder, as \"10_cat/a.png\", or remove it.")]
    [InlineData(3, "validation.share = 1.5", "emovoid.toml: line 1: validation.share must be a number from 0 to 1, but is 1.5. The default is 0.1 from 40 pictures on; below that none is held out, and the losses of trained pictures alone are measured.")]
    [InlineData(3, "validation.share = -0.1", "emovoid.toml: line 1: validation.share must be a number from 0 to 1, but is -0.1. The default is 0.1 from 40 pictures on; below that none is held out, and the losses of trained pictures alone are measured.")]
    [InlineData(3, "[validation]\nshare = 0.4\nfiles = [\"1.png\"]", "emovoid.toml: validation.share and validation.files are both written, and only one can choose the pictures. Remove one of them.")]
    public async Task What_cannot_be_is_refused_in_words(int images, string sidecar, string problem)
    {
        inbox.PutDataset("a", images, sidecar);
        Assert.Equal([problem], (await inbox.CheckAsync("a")).Problems);
    }

    [Fact]
    public async Task Every_problem_is_told_at_once()
    {
        inbox.PutDataset("a", 2, "[validation]\nshare = 0.4\nfiles = [\"1.png\", \"x.png\"]");
        var problems = (await inbox.CheckAsync("a")).Problems;
        Assert.Contains(problems, problem => problem.Contains("are both written", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("no picture of this folder: x.png", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("leaves one to train", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_short_run_that_is_asked_to_measure_is_told_what_it_costs()
    {
        inbox.PutDataset("a", images: 4, sidecar: "train.steps = 24\nvalidation.files = [\"1.png\"]");
        var report = await inbox.CheckAsync("a");
        Assert.Equal(1, report.Validation!.Pairs);
        Assert.Contains(report.Notes, note => note.StartsWith("Measuring the held-out pictures will take about ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kohya_s_scripts_measure_nothing_which_is_said_or_refused()
    {
        inbox.PutDataset("asked", images: 4, sidecar: "trainer = \"kohya\"\nvalidation.share = 0.5");
        inbox.PutDataset("many", images: 40, sidecar: "trainer = \"kohya\"");
        var (asked, many) = (await inbox.CheckAsync("asked"), await inbox.CheckAsync("many"));
        Assert.Contains("[validation] cannot be done with train.trainer = \"kohya\": the scripts measure nothing at the checkpoints. Remove it, or take our own trainer.", asked.Problems);
        Assert.Contains("No picture is held out: kohya's scripts measure nothing at the checkpoints. Our own trainer would hold out a tenth, and show whether the LoRA begins to memorize.", many.Notes);
        Assert.Null(many.Validation);
        Assert.Equal(40, many.Images.Count);
    }

    [Fact]
    public async Task The_trainer_is_told_what_is_held_out()
    {
        inbox.PutDataset("a", images: 4, sidecar: "validation.files = [\"2.png\"]");
        var plan = inbox.Plans.Build(await inbox.CheckAsync("a"), "a");
        Assert.Equal(["1.png", "3.png", "4.png"], plan.Dataset.Images.Select(image => image.File));
        Assert.Equal("2.png", plan.Validation!.HeldOut.Single().File);
    }

    /// <summary>They are compared, so what they are measured by is the same; how much of it, each run's own length says.</summary>
    [Fact]
    public async Task The_runs_of_a_sweep_hold_out_the_same_pictures()
    {
        inbox.PutDataset("a", images: 40, sidecar: "[sweep]\nseed = [1, 2]\nsteps_per_image = [30, 60]");
        var report = await inbox.CheckAsync("a");
        Assert.Empty(report.Problems);
        var plans = report.Sweep.Select(member => inbox.Plans.Build(report, member, "a-1", "a")).ToList();
        Assert.Equal(4, plans.Count);
        Assert.Single(plans.Select(plan => string.Join(' ', plan.Validation!.HeldOut.Select(image => image.File).Concat(plan.Validation.Trained))).Distinct());
        Assert.All(plans, plan => Assert.Equal(36, plan.Dataset.Images.Count));
        Assert.Equal([1080, 1080, 2160, 2160], plans.Select(plan => plan.Train.Steps).Order());
        Assert.All(plans, plan => Assert.InRange(ValidationCost.Of(plan.Train, plan.Validation!), 0.02, 0.05));
        Assert.Equal(2, plans.Select(plan => plan.Validation!.Pairs).Distinct().Count());
    }

    private async Task<List<string>> HeldOut(string folder) => [.. (await inbox.CheckAsync(folder)).Validation!.HeldOut.Select(image => image.File)];
}
