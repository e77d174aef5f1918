using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Loop;

/// <summary>Runs of which one picture of four is held out, and measured beside a trained one.</summary>
public sealed class ValidationTests(SmallRun small) : IClassFixture<SmallRun>
{
    private const int Steps = 12, SaveEvery = 4;

    private static readonly BatchPlan Everything = new(CaptionDropout: 0.3, ShuffleTags: true, CaptionVariants: 3, Flip: true);

    private static readonly MemoryPlan Lean = new() { Base = BaseWeights.Int8, GradientCheckpointing = true, BlocksToSwap = 2 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_is_measured_has_the_same_bits_as_one_that_is_not(bool lean)
    {
        var plan = Plan($"bits-{lean}") with { Memory = lean ? Lean : null };
        plan = plan with { Train = plan.Train with { Batches = Everything } };
        var unmeasured = SmallRun.Train(plan with { Validation = null, CheckpointFolder = plan.CheckpointFolder + "-not" });
        var said = SmallRun.Train(plan);
        Assert.Equal(3, Checkpoints(said).Count);
        Assert.Equal(Checkpoints(unmeasured), Checkpoints(said));
        Assert.Equal(Losses(unmeasured), Losses(said));
        Assert.Empty(Measures(unmeasured));
        Assert.Equal([0, 4, 8, 12], Measures(said).Select(measure => measure.Step));
    }

    [Fact]
    public void Every_checkpoint_is_measured_with_the_same_pairs_and_the_held_out_picture_is_never_trained()
    {
        var measures = Measures(SmallRun.Train(Plan("pairs")));
        Assert.Equal([0, 4, 8, 12], measures.Select(measure => measure.Step));
        Assert.All(measures, measure => Assert.Equal(Enumerable.Repeat("3.png", 4), measure.HeldOut.Select(pair => pair.File)));
        Assert.All(measures, measure => Assert.Equal(["1.png", "0.png", "1.png", "0.png"], measure.Trained.Select(pair => pair.File)));
        Assert.Single(measures.Select(measure => string.Join(' ', measure.HeldOut.Concat(measure.Trained).Select(pair => pair.Sigma))).Distinct());
        Assert.Equal(measures.Count, measures.Select(measure => measure.Trained[0].Loss).Distinct().Count());
    }

    /// <summary>By the formulas, from the latents of the plain pictures: no flip, no dropped caption, no shuffled tag.</summary>
    [Fact]
    public void The_losses_are_those_of_the_formula()
    {
        var plan = Plan("formula");
        plan = plan with { Train = plan.Train with { Batches = Everything, Steps = 1, SaveEvery = 1 } };
        var first = Measures(SmallRun.Train(plan))[0];

        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var dit = AnimaDit.Load(plan.Model.Dit, Placement.Reference);
        var plain = new Preparation(plan with { Train = plan.Train with { Batches = new BatchPlan() }, Validation = null, Dataset = AllOf(plan) }, CPU, _ => { }).Run(CancellationToken.None).Samples;
        foreach (var (side, number) in new[] { (first.HeldOut, 2), (first.Trained, 1) })
        {
            var sample = plain.Single(sample => sample.File == side[number].File);
            var x = sample.Latent.unsqueeze(0);
            var (sigma, noise) = ((float)side[number].Sigma, FlowDraws.MeasuredNoise(plan.Train.Seed, number, x.shape));
            var velocity = dit.Velocity((1 - sigma) * x + sigma * noise, tensor([sigma]), Batch.Padded(sample.Contexts[0]).unsqueeze(0));
            var expected = (velocity - (noise - x)).pow(2).mean().item<float>();
            Assert.Equal(expected, side[number].Loss, 1e-5 * expected);
        }
    }

    [Fact]
    public void A_run_that_is_stopped_anywhere_ends_with_the_same_measures_and_none_comes_twice()
    {
        var plan = Shorter(Plan("stopped"));
        var expected = Measures(SmallRun.Train(plan));
        foreach (var stopAt in Enumerable.Range(1, plan.Train.Steps))
        {
            var cut = plan with { CheckpointFolder = $"{plan.CheckpointFolder}-{stopAt}" };
            var before = Measures(SmallRun.Train(cut, stopAt: stopAt));
            var after = Measures(SmallRun.Train(cut));
            Assert.Equal(expected, after);
            Assert.Equal(expected.Take(before.Count), before);
        }
    }

    // A stop that came while a save was being measured let the run take one more step, and that save was never measured.
    [Fact]
    public void A_run_that_is_asked_to_leave_at_any_word_ends_with_the_same_measures()
    {
        var plan = Shorter(Plan("asked"));
        var uncut = SmallRun.Train(plan);
        foreach (var word in Enumerable.Range(1, uncut.Count(IsWord)))
        {
            var cut = plan with { CheckpointFolder = $"{plan.CheckpointFolder}-{word}" };
            var heard = 0;
            var before = SmallRun.Train(cut, stopWhen: one => IsWord(one) && ++heard == word);
            var resumed = before[^1] is Finished { Stopped: false } ? before : SmallRun.Train(cut);
            Assert.Equal(Measures(uncut), Measures(resumed));
            Assert.Equal(Losses(uncut), Losses(resumed));
        }
    }

    /// <summary>Killed as it says its n-th word: whatever it had not yet written down is done again.</summary>
    [Fact]
    public void A_run_that_is_killed_anywhere_ends_with_the_same_measures_and_computes_none_that_it_still_has()
    {
        var plan = Shorter(Plan("killed"));
        var uncut = SmallRun.Train(plan);
        var words = uncut.Count(IsWord);
        foreach (var word in Enumerable.Range(1, words))
        {
            var cut = plan with { CheckpointFolder = $"{plan.CheckpointFolder}-{word}" };
            var (heard, told) = (0, new List<TrainerEvent>());
            Assert.Throws<InvalidOperationException>(() => SmallRun.Train(cut, listen: one =>
            {
                told.Add(one);
                if (IsWord(one) && ++heard == word)
                    throw new InvalidOperationException();
            }));
            var resumed = SmallRun.Train(cut);
            var resumedAt = resumed.OfType<Started>().Single().ResumedAt;
            var kept = told.OfType<Validated>().Count(measure => resumedAt > 0 && measure.Step <= resumedAt);
            Assert.Equal(Measures(uncut), Measures(resumed));
            Assert.Equal(Measures(uncut).Count - kept, resumed.Count(said => said is Preparing { Stage: Preparing.Measures, Done: 0 }));
        }
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.001, false)]
    public void The_saves_of_the_light_are_measured_within_their_share(double share, bool measured)
    {
        var plan = Plan($"light-{share}");
        plan = plan with { Train = plan.Train with { Steps = 40, SaveEvery = 20, StopLoss = 10 }, Validation = plan.Validation! with { Pairs = 2, Share = share } };
        var said = SmallRun.Train(plan);
        var lit = Assert.Single(said.OfType<CheckpointSaved>(), saved => saved.Reason == CheckpointReason.Light).Step;
        Assert.NotEqual(0, lit % 20);
        Assert.Equal(measured ? new[] { 0, 20, 40, lit }.Order() : [0, 20, 40], Measures(said).Select(measure => measure.Step));
    }

    [Fact]
    public void A_held_out_picture_whose_loss_is_not_finite_is_named_and_the_run_goes_on()
    {
        var plan = Plan("spoilt");
        var spoilt = small.Spoilt(plan with { Validation = null, Dataset = AllOf(plan) }, "3.png", "held-out-not-a-number", latent => latent.view(-1)[5] = float.NaN);
        var said = SmallRun.Train(plan with { CacheFolder = spoilt.CacheFolder });
        Assert.Empty(Measures(said));
        Assert.Equal([0, 4, 8, 12], said.OfType<Noted>().Select(note => int.Parse(note.Message.Split(' ')[1])));
        Assert.All(said.OfType<Noted>(), note => Assert.EndsWith(" is not measured: the loss of 3.png is not finite.", note.Message, StringComparison.Ordinal));
        Assert.Equal(new Finished(Steps, Stopped: false), said[^1]);
    }

    [Fact]
    public void A_state_that_was_saved_without_measuring_is_gone_on_from_with_it()
    {
        var plan = Plan("older");
        SmallRun.Train(plan with { Validation = null }, stopAt: 6);
        var said = SmallRun.Train(plan);
        Assert.Equal(6, said.OfType<Started>().Single().ResumedAt);
        Assert.Equal([8, 12], Measures(said).Select(measure => measure.Step));
    }

    [Fact]
    public void A_plan_that_trains_what_it_holds_out_is_refused()
    {
        var plan = Plan("wrong");
        var wrong = plan with { Dataset = AllOf(plan), Validation = plan.Validation! with { Pairs = 0, Trained = ["7.png"] } };
        var message = Assert.Throws<TrainingException>(() => SmallRun.Train(wrong)).Message;
        Assert.Contains("validation.pairs is 0", message, StringComparison.Ordinal);
        Assert.Contains("'7.png' is measured as a trained picture, and is not trained", message, StringComparison.Ordinal);
        Assert.Contains("'3.png' is held out, and trained all the same", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 8)]
    [InlineData(5, 4)]
    public void Noise_levels_meet_every_part_of_the_distribution_once_and_each_picture_meets_all_of_it(int pictures, int each)
    {
        var parts = FlowDraws.MeasuredSigmas(42, pictures, each).Select(sigma => (int)(NormalShare(Math.Log(sigma / (1 - sigma))) * pictures * each)).ToList();
        Assert.Equal(Enumerable.Range(0, pictures * each), parts.Order());
        foreach (var picture in Enumerable.Range(0, pictures))
            Assert.Equal(Enumerable.Range(0, each), parts.Where((_, pair) => pair % pictures == picture).Select(part => part / pictures));
        Assert.Equal(FlowDraws.MeasuredSigmas(42, pictures, each), FlowDraws.MeasuredSigmas(42, pictures, each));
        Assert.NotEqual(FlowDraws.MeasuredSigmas(43, pictures, each), FlowDraws.MeasuredSigmas(42, pictures, each));

        // The share of the standard normal below x, by bisection of its quantile.
        static double NormalShare(double x)
        {
            var (low, high) = (1e-9, 1 - 1e-9);
            while (high - low > 1e-12)
                (low, high) = NormalQuantile.Of((low + high) / 2) < x ? ((low + high) / 2, high) : (low, (low + high) / 2);
            return low;
        }
    }

    private RunPlan Plan(string run)
    {
        var plan = small.Plan("validation-" + run, Steps, SaveEvery);
        var images = plan.Dataset.Images.Select(image => image with { Caption = "a cat, red, round", Repeats = image.File == "3.png" ? 5 : 1 }).ToList();
        return plan with
        {
            Dataset = plan.Dataset with { Images = [.. images.Where(image => image.File != "3.png")] },
            Validation = new ValidationPlan([images[3]], ["1.png", "0.png"], Pairs: 4),
        };
    }

    /// <summary>Of four steps and two pairs: it is started many times.</summary>
    private static RunPlan Shorter(RunPlan plan) => plan with { Train = plan.Train with { Steps = 4, SaveEvery = 2 }, Validation = plan.Validation! with { Pairs = 1 } };

    private static DatasetPlan AllOf(RunPlan plan) => plan.Dataset with { Images = [.. plan.Dataset.Images, .. plan.Validation!.HeldOut] };

    private static bool IsWord(TrainerEvent said) => said is Stepped or CheckpointSaved or Validated or Preparing { Stage: Preparing.Measures };

    private static List<string> Checkpoints(IEnumerable<TrainerEvent> said) => [.. said.OfType<CheckpointSaved>().Select(saved => saved.Sha256)];

    private static List<double> Losses(IEnumerable<TrainerEvent> said) => [.. said.OfType<Stepped>().Select(step => step.Loss)];

    private static List<Validated> Measures(IEnumerable<TrainerEvent> said) => [.. said.OfType<Validated>().Select(measure => measure with { Seconds = 0 })];
}
