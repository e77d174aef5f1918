using System.Globalization;
using EmoVoid.Contracts.Lora;
using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Tests.Sidecars;

public class SidecarTests
{
    [Fact]
    public void The_example_of_the_manual_is_read_whole()
    {
        var (sidecar, problems) = SidecarParser.Parse(
            """
            name    = "zenigata"
            model   = "anima"
            purpose = "style"
            [train]
            rank = 8
            alpha = 2            # a whole number is a number too
            steps = 1200
            stop_loss = 0.02
            resolution = 768
            seed = 7
            batch_size = 2
            save_every = 50
            scheduler = "constant"
            """);
        Assert.Empty(problems);
        Assert.Equal(
            new Sidecar
            {
                Name = "zenigata", Model = "anima", Purpose = "style", Rank = 8, Alpha = 2, Steps = 1200, StopLoss = 0.02,
                Resolution = 768, Seed = 7, BatchSize = 2, SaveEvery = 50,
            },
            sidecar);
    }

    [Fact]
    public void An_empty_file_means_every_default()
    {
        var (sidecar, problems) = SidecarParser.Parse("");
        Assert.Empty(problems);
        var plan = sidecar.Resolve(images: 20, modelResolution: 512);
        Assert.Equal((4, 1.0, 1200, 0.04, 512, 42, 1, 120), (plan.Rank, plan.Alpha, plan.Steps, plan.StopLoss, plan.Resolution, plan.Seed, plan.BatchSize, plan.SaveEvery));
    }

    [Fact]
    public void A_run_ends_early_only_when_it_is_asked_to()
    {
        Assert.Null(SidecarParser.Parse("").Sidecar.Resolve(20, 512).Stop);
        Assert.Equal(new StopPlan(30), SidecarParser.Parse("[stop]\nafter_light = 30").Sidecar.Resolve(20, 512).Stop);
        Assert.Equal(
            ["emovoid.toml: line 1: stop.after_light must be a whole number from 1 to 10000000, but is 0. The default is off, and every step is trained."],
            SidecarParser.Parse("stop.after_light = 0").Problems);
    }

    [Theory]
    [InlineData("character", 0.04)]
    [InlineData("style", 0.06)]
    [InlineData("light", 0.08)]
    public void The_purpose_presets_the_stop_loss_and_a_written_one_wins(string purpose, double stopLoss)
    {
        Assert.Equal(stopLoss, SidecarParser.Parse($"purpose = \"{purpose}\"").Sidecar.Resolve(1, 512).StopLoss);
        Assert.Equal(0.02, SidecarParser.Parse($"purpose = \"{purpose}\"\ntrain.stop_loss = 0.02").Sidecar.Resolve(1, 512).StopLoss);
    }

    [Theory]
    [InlineData("train.rank = 2")]
    [InlineData("train = { rank = 2 }")]
    [InlineData("[train]\nrank = 2")]
    [InlineData("[\"train\"]\n\"rank\" = 2")]
    [InlineData("[train]\r\nrank = 2\r\n")]
    public void A_key_is_the_same_however_TOML_spells_it(string text)
    {
        var (sidecar, problems) = SidecarParser.Parse(text);
        Assert.Empty(problems);
        Assert.Equal(2, sidecar.Rank);
    }

    [Theory]
    [InlineData("[train]\nrnak = 4", "emovoid.toml: line 2: train.rnak is not a key of this file. Did you mean train.rank?")]
    [InlineData("[trian]\nrank = 4", "emovoid.toml: line 2: trian.rank is not a key of this file. Did you mean train.rank?")]
    [InlineData("rank = 4", "emovoid.toml: line 1: rank is not a key of this file. Did you mean train.rank?")]
    [InlineData("train.name = \"x\"", "emovoid.toml: line 1: train.name is not a key of this file. Did you mean name?")]
    [InlineData("stoploss = 0.1", "emovoid.toml: line 1: stoploss is not a key of this file. Did you mean train.stop_loss?")]
    [InlineData("train.keep_tokens = 1", "emovoid.toml: line 1: train.keep_tokens is not a key of this file. Did you mean train.keep_tags?")]
    [InlineData("shuffle_caption = true", "emovoid.toml: line 1: shuffle_caption is not a key of this file. Did you mean train.shuffle_tags?")]
    [InlineData("train.gradient_accumulation_steps = 4", "emovoid.toml: line 1: train.gradient_accumulation_steps is not a key of this file. Did you mean train.gradient_accumulation?")]
    [InlineData("train.format = \"comfyui\"", "emovoid.toml: line 1: train.format is not a key of this file. Did you mean output.format?")]
    [InlineData("[[train]]\nrank = 4", "emovoid.toml: line 1: train is a table: write [train] and its keys below it.")]
    [InlineData("train = 4", "emovoid.toml: line 1: train is a table: write [train] and its keys below it.")]
    public void An_unknown_key_is_named_with_the_nearest_one(string text, string problem) => Assert.Equal([problem], SidecarParser.Parse(text).Problems);

    [Fact]
    public void A_key_like_no_other_gets_the_list_of_all() =>
        Assert.StartsWith(
            "emovoid.toml: line 1: xylophone is not a key of this file. The keys are name, model, purpose, train.rank,",
            Assert.Single(SidecarParser.Parse("xylophone = 1").Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("train.rank = \"four\"", "train.rank must be a whole number from 1 to 512, but is \"four\". The default is 4.")]
    [InlineData("train.rank = 4.5", "train.rank must be a whole number from 1 to 512, but is 4.5. The default is 4.")]
    [InlineData("train.rank = true", "train.rank must be a whole number from 1 to 512, but is true. The default is 4.")]
    [InlineData("train.rank = [4]", "train.rank must be a whole number from 1 to 512, but is [4]. The default is 4.")]
    [InlineData("name = 7", "name must be a name that a folder can have: 1 to 255 bytes in one line, without / and without spaces at its ends, and not . or .., but is 7. The default is the folder's name.")]
    [InlineData("name = \" \"", "name must be a name that a folder can have: 1 to 255 bytes in one line, without / and without spaces at its ends, and not . or .., but is \" \". The default is the folder's name.")]
    [InlineData("train.alpha = nan", "train.alpha must be a number above 0 and at most 512, but is nan. The default is 1.0.")]
    [InlineData("train.alpha = inf", "train.alpha must be a number above 0 and at most 512, but is inf. The default is 1.0.")]
    [InlineData("train.fit = \"crop\"", "train.fit must be \"native\" or \"bucket\", but is \"crop\". The default is native with train.batch_size 1, else bucket.")]
    [InlineData("train.gradient_accumulation = 0", "train.gradient_accumulation must be a whole number from 1 to 256, but is 0. The default is 1.")]
    [InlineData("train.caption_dropout = 1.5", "train.caption_dropout must be a number from 0 to 1, but is 1.5. The default is 0.")]
    [InlineData("train.caption_dropout = -0.1", "train.caption_dropout must be a number from 0 to 1, but is -0.1. The default is 0.")]
    [InlineData("train.caption_dropout = nan", "train.caption_dropout must be a number from 0 to 1, but is nan. The default is 0.")]
    [InlineData("train.shuffle_tags = 1", "train.shuffle_tags must be true or false, but is 1. The default is false.")]
    [InlineData("train.keep_tags = -1", "train.keep_tags must be a whole number from 0 to 1000, but is -1. The default is 0.")]
    [InlineData("train.caption_variants = 65", "train.caption_variants must be a whole number from 1 to 64, but is 65. The default is 8.")]
    [InlineData("train.flip = \"yes\"", "train.flip must be true or false, but is \"yes\". The default is false.")]
    [InlineData("train.mask = true", "train.mask must be \"none\" or \"alpha\" or \"folder\" or \"auto\", but is true. The default is none.")]
    [InlineData("train.network = \"\"", "train.network must be a text of 1 to 200 characters in one line, but is \"\". The default is a fresh LoRA.")]
    [InlineData("output.format = \"diffusers\"", "output.format must be \"kohya\" or \"comfyui\", but is \"diffusers\". The default is kohya.")]
    [InlineData("purpose = \"portrait\"", "purpose must be \"character\" or \"style\" or \"light\", but is \"portrait\". The default is character.")]
    public void A_wrong_type_or_value_is_named_with_what_is_right(string text, string problem) =>
        Assert.Equal(["emovoid.toml: line 1: " + problem], SidecarParser.Parse(text).Problems);

    [Theory]
    [InlineData("\"../../x\"")]
    [InlineData("\"a/b\"")]
    [InlineData("\"/\"")]
    [InlineData("\".\"")]
    [InlineData("\"..\"")]
    [InlineData("\"\"")]
    [InlineData("\" x\"")]
    [InlineData("\"x\\t\"")]
    [InlineData("\"x\\u0000y\"")]
    [InlineData("\"x\\ny\"")]
    [InlineData("\"\\u3000x\"")]
    [InlineData("\"\"\"\nx\ny\"\"\"")]
    public void A_name_that_no_folder_can_have_is_refused(string written)
    {
        var problem = Assert.Single(SidecarParser.Parse($"name = {written}").Problems);
        Assert.StartsWith("emovoid.toml: line 1: name must be a name that a folder can have: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_as_many_bytes_as_a_folders()
    {
        var longest = string.Concat(Enumerable.Repeat("猫", 85));
        Assert.Equal(longest, SidecarParser.Parse($"name = \"{longest}\"").Sidecar.Name);
        Assert.Single(SidecarParser.Parse($"name = \"{longest}x\"").Problems);
        Assert.Equal("...-🐈 (v2)", SidecarParser.Parse("name = \"...-🐈 (v2)\"").Sidecar.Name);
    }

    [Fact]
    public void Rank_0_is_refused() =>
        Assert.Equal(
            ["emovoid.toml: line 2: train.rank must be a whole number from 1 to 512, but is 0. The default is 4."],
            SidecarParser.Parse("[train]\nrank = 0").Problems);

    [Fact]
    public void Negative_steps_are_refused() =>
        Assert.Equal(
            ["emovoid.toml: line 2: train.steps must be a whole number from 1 to 10000000, but is -5. The default is steps_per_image × pictures."],
            SidecarParser.Parse("[train]\nsteps = -5").Problems);

    [Fact]
    public void A_scheduler_other_than_constant_is_refused_with_the_reason() =>
        Assert.Equal(
            ["emovoid.toml: line 1: train.scheduler must be \"constant\", but is \"cosine\". EmoVoid makes its own learning rate at every step, and a schedule on top would work against it."],
            SidecarParser.Parse("train.scheduler = \"cosine\"").Problems);

    [Theory]
    [InlineData("train.lr = 1e-4", "line 1: train.lr cannot be set: EmoVoid makes its own learning rate at every step")]
    [InlineData("train.learning_rate = 1.0", "line 1: train.learning_rate cannot be set: EmoVoid makes its own learning rate at every step")]
    public void A_key_of_a_later_version_is_refused_and_not_ignored(string text, string start) =>
        Assert.StartsWith("emovoid.toml: " + start, Assert.Single(SidecarParser.Parse(text).Problems), StringComparison.Ordinal);

    [Fact]
    public void Steps_and_steps_per_image_together_are_refused() =>
        Assert.Contains("train.steps and train.steps_per_image are both written",
            Assert.Single(SidecarParser.Parse("[train]\nsteps = 100\nsteps_per_image = 60").Problems), StringComparison.Ordinal);

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Assert.Equal(4, SidecarParser.Parse("nmae = \"x\"\n[train]\nrank = 0\nsteps = -1\nscheduler = \"cosine\"").Problems.Count);

    [Fact]
    public void A_file_that_is_not_TOML_is_refused_with_the_line()
    {
        var problems = SidecarParser.Parse("name = \"x\"\nrank: 4\n").Problems;
        Assert.StartsWith("emovoid.toml: line 2 is not TOML: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "maximum depth")]
    [InlineData("{ a = ", "maximum depth")]
    public void Brackets_nested_without_end_are_a_problem_and_not_the_end_of_the_daemon(string bracket, string problem) =>
        Assert.Contains(problem, Assert.Single(SidecarParser.Parse("a = " + string.Concat(Enumerable.Repeat(bracket, 100_000))).Problems), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_any_length_and_with_line_breaks_is_told_in_one_short_line()
    {
        var problem = Assert.Single(SidecarParser.Parse($"\"a\\nb{new string('x', 5000)}\" = 1").Problems);
        Assert.DoesNotContain('\n', problem);
        Assert.InRange(problem.Length, 80, 1000);
    }

    [Fact]
    public void A_key_written_twice_is_refused() =>
        Assert.StartsWith("emovoid.toml: line 2 is not TOML: ", Assert.Single(SidecarParser.Parse("name = \"x\"\nname = \"y\"").Problems), StringComparison.Ordinal);

    [Fact]
    public void The_table_tells_the_defaults_that_are_used()
    {
        var plan = new Sidecar().Resolve(1, 512);
        Assert.Equal(SidecarSchema.Rank.Default, plan.Rank.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(SidecarSchema.Alpha.Default, plan.Alpha.ToString("0.0", CultureInfo.InvariantCulture));
        Assert.Equal(SidecarSchema.StepsPerImage.Default, plan.Steps.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(SidecarSchema.Seed.Default, plan.Seed.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(SidecarSchema.BatchSize.Default, plan.BatchSize.ToString(CultureInfo.InvariantCulture));
        Assert.All(Purpose.StopLoss, preset => Assert.Contains(FormattableString.Invariant($"{preset.Key} {preset.Value}"), SidecarSchema.For.Doc, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_batches_and_files_reaches_the_plan()
    {
        var (sidecar, problems) = SidecarParser.Parse(
            """
            [train]
            fit = "bucket"
            gradient_accumulation = 4
            caption_dropout = 0.1
            shuffle_tags = true
            keep_tags = 1
            caption_variants = 5
            flip = true
            mask = "auto"
            network = "earlier.safetensors"
            [output]
            format = "comfyui"
            """);
        Assert.Empty(problems);
        var plan = sidecar.Resolve(images: 10, modelResolution: 512);
        Assert.Equal(
            new BatchPlan(PictureFit.Bucket, GradientAccumulation: 4, CaptionDropout: 0.1, ShuffleTags: true, KeepTags: 1, CaptionVariants: 5, Flip: true, AlphaMask: true),
            plan.Batches);
        Assert.Equal(new LoraPlan(LoraFormat.ComfyUi, "earlier.safetensors"), plan.Lora);
    }

    [Theory]
    [InlineData("", PictureFit.Native)]
    [InlineData("train.batch_size = 2", PictureFit.Bucket)]
    [InlineData("train.batch_size = 2\ntrain.fit = \"native\"", PictureFit.Native)]
    [InlineData("train.fit = \"bucket\"", PictureFit.Bucket)]
    public void Pictures_keep_their_shape_unless_they_must_share_a_batch(string text, PictureFit fit)
    {
        var plan = SidecarParser.Parse(text).Sidecar.Resolve(10, 512);
        Assert.Equal(new BatchPlan(fit), plan.Batches);
        Assert.Equal(new LoraPlan(), plan.Lora);
    }

    [Fact]
    public void Tags_that_are_shuffled_have_eight_orders_unless_told_otherwise()
    {
        Assert.Equal(8, SidecarParser.Parse("train.shuffle_tags = true").Sidecar.Resolve(1, 512).Batches.CaptionVariants);
        Assert.Equal("8", SidecarSchema.CaptionVariants.Default);
    }

    [Theory]
    [InlineData("rank", "rank", 0)]
    [InlineData("rnak", "rank", 1)]
    [InlineData("rak", "rank", 1)]
    [InlineData("", "rank", 4)]
    [InlineData("kitten", "sitting", 3)]
    public void Slips_are_counted_as_people_make_them(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(a, b));
        Assert.Equal(distance, EditDistance.Between(b, a));
    }
}
