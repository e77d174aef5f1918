using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Tests.Sidecars;

/// <summary>The table <c>[sweep]</c>.</summary>
public class SweepTests
{
    [Fact]
    public void Every_combination_becomes_a_run_and_the_first_key_changes_slowest()
    {
        var (sidecar, problems) = SidecarParser.Parse("[train]\nalpha = 0.5\n[sweep]\nrank = [4, 8]\nseed = [1, 2]\n");
        Assert.Empty(problems);
        Assert.Equal((0.5, 4), (sidecar.Alpha, sidecar.Rank));
        Assert.Equal(["rank 4, seed 1", "rank 4, seed 2", "rank 8, seed 1", "rank 8, seed 2"], Members("[sweep]\nrank = [4, 8]\nseed = [1, 2]").Select(member => member.Words));
        Assert.Equal([(4, 1L), (4, 2), (8, 1), (8, 2)], Members("[sweep]\nrank = [4, 8]\nseed = [1, 2]").Select(member => (member.Sidecar.Rank, member.Sidecar.Seed)));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void The_combinations_are_those_of_nested_loops(int seed)
    {
        var random = new Random(seed);
        var (seeds, ranks, losses) = (Values(1, 100), Values(1, 512), Values(1, 9));
        var members = Members($"[sweep]\nstop_loss = [{string.Join(", ", losses.Select(loss => $"0.0{loss}"))}]\nseed = [{string.Join(", ", seeds)}]\nrank = [{string.Join(", ", ranks)}]");

        var expected = new List<(double, long, int)>();
        foreach (var loss in losses)
            foreach (var one in seeds)
                foreach (var rank in ranks)
                    expected.Add((loss / 100.0, one, rank));
        Assert.Equal(expected, members.Select(member => (member.Sidecar.StopLoss!.Value, member.Sidecar.Seed, member.Sidecar.Rank)));

        List<int> Values(int least, int most) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(least, most)).Distinct()];
    }

    [Fact]
    public void Every_key_that_can_be_swept_reaches_the_run()
    {
        var members = Members(
            """
            [sweep]
            alpha = [0.5]
            steps = [300]
            resolution = [640]
            batch_size = [2]
            gradient_accumulation = [3]
            caption_dropout = [0.1]
            fit = ["bucket"]
            shuffle_tags = [true]
            flip = [true]
            """);
        var settings = Assert.Single(members).Sidecar.Resolve(10, 512);
        Assert.Equal((0.5, 300, 640, 2), (settings.Alpha, settings.Steps, settings.Resolution, settings.BatchSize));
        Assert.Equal((3, 0.1, true, true), (settings.Batches.GradientAccumulation, settings.Batches.CaptionDropout, settings.Batches.ShuffleTags, settings.Batches.Flip));
        Assert.Equal("alpha 0.5, steps 300, resolution 640, batch_size 2, gradient_accumulation 3, caption_dropout 0.1, fit bucket, shuffle_tags true, flip true", members[0].Words);
        Assert.Equal(200, Assert.Single(Members("sweep.steps_per_image = [20]")).Sidecar.Resolve(10, 512).Steps);
    }

    [Theory]
    [InlineData("sweep.rank = []", "line 1: sweep.rank is an empty list. Name at least one value, or remove it.")]
    [InlineData("sweep.rank = 4", "line 1: sweep.rank must be a list of values, each a whole number from 1 to 512, and is no list. Write the values in brackets.")]
    [InlineData("sweep.rank = [4, 0]", "line 1: sweep.rank has 0, which must be a whole number from 1 to 512.")]
    [InlineData("sweep.rank = [4, \"eight\"]", "line 1: sweep.rank has \"eight\", which must be a whole number from 1 to 512.")]
    [InlineData("sweep.rank = [4, [8]]", "line 1: sweep.rank has something that is no number, text, true or false, which must be a whole number from 1 to 512.")]
    [InlineData("sweep.seed = [7, 8, 7]", "line 1: sweep.seed has 7 twice: the same training again says nothing new. Leave it in once.")]
    [InlineData("sweep.alpha = [1, 1.0]", "line 1: sweep.alpha has 1 twice: the same training again says nothing new. Leave it in once.")]
    [InlineData("sweep.rnak = [4]", "line 1: sweep.rnak is not a key of this file. Did you mean sweep.rank?")]
    [InlineData("sweep.network_dim = [4]", "line 1: sweep.network_dim is not a key of this file. Did you mean sweep.rank?")]
    [InlineData("sweep.save_every = [4]", "line 1: sweep.save_every cannot be swept. [sweep] takes rank, alpha, steps_per_image, steps, stop_loss, resolution, seed, batch_size, gradient_accumulation, caption_dropout, fit, shuffle_tags, flip.")]
    [InlineData("train.rank = 4\nsweep.rank = [4, 8]", "sweep.rank and train.rank are both written, and only one can hold. Remove one of them.")]
    [InlineData("train.steps_per_image = 4\nsweep.steps = [40, 80]", "sweep.steps and train.steps_per_image are both written, and only one can hold. Remove one of them.")]
    [InlineData("sweep.steps_per_image = [4]\nsweep.steps = [40, 80]", "sweep.steps and sweep.steps_per_image are both written, and only one can hold. Remove one of them.")]
    [InlineData("[[sweep]]\nrank = [4]", "line 1: sweep is a table: write [sweep] and its keys below it.")]
    public void Each_mistake_is_named_with_what_was_found(string text, string problem)
    {
        var read = SidecarParser.Parse(text);
        Assert.Equal(["emovoid.toml: " + problem], read.Problems);
        Assert.Empty(read.Members);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var problems = SidecarParser.Parse("train.seed = 1\n[sweep]\nrank = [0, 600, 4, 4]\nseed = [1]\nstop_loss = []\nlearning_rate = [1.0]").Problems;
        Assert.Equal(6, problems.Count);
    }

    [Fact]
    public void At_most_64_runs_are_made_of_one_folder()
    {
        Assert.Equal(64, Members($"[sweep]\nrank = [{Numbers(8)}]\nseed = [{Numbers(8)}]").Count);
        Assert.Equal(
            ["emovoid.toml: [sweep] asks for 9 × 8 = 72 runs, and at most 64 are made of one folder. Take values out."],
            SidecarParser.Parse($"[sweep]\nrank = [{Numbers(9)}]\nseed = [{Numbers(8)}]").Problems);
        // Nothing of this size is ever made.
        var keys = new[] { "rank", "seed", "steps", "batch_size", "gradient_accumulation" };
        var problem = Assert.Single(SidecarParser.Parse("[sweep]\n" + string.Join('\n', keys.Select(key => $"{key} = [{Numbers(200)}]"))).Problems);
        Assert.Contains("= 320000000000 runs", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_table_sweeps_nothing()
    {
        var read = SidecarParser.Parse("[sweep]\n");
        Assert.Empty(read.Problems);
        Assert.Empty(read.Members);
    }

    [Fact]
    public void A_kohya_file_that_says_otherwise_gives_way()
    {
        var read = SidecarParser.Parse("sweep.batch_size = [1, 2]", new Dictionary<SidecarKey, object> { [SidecarSchema.BatchSize] = 4L, [SidecarSchema.Resolution] = 640L });
        Assert.Equal([(1, 640), (2, 640)], read.Members.Select(member => (member.Sidecar.BatchSize, member.Sidecar.Resolution!.Value)));
    }

    private static IReadOnlyList<SweepMember> Members(string text)
    {
        var read = SidecarParser.Parse(text);
        Assert.Empty(read.Problems);
        return read.Members;
    }

    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(1, count));
}
