using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Loop;

namespace EmoVoid.Training.Tests.Loop;

/// <summary>A run with a picture whose latent is not a number: it came so out of the cache, whose hash is right.</summary>
public sealed class NumbersTests(SmallRun small) : IClassFixture<SmallRun>
{
    private const string Spoilt = "2.png";
    private const int Steps = 16, SaveEvery = 4;

    [Fact]
    public void A_step_that_is_not_finite_is_skipped_and_its_picture_named()
    {
        var plan = Plan("skipped", (first, second) => first == Never && second == Never);
        var said = SmallRun.Train(plan);
        var skipped = said.OfType<StepSkipped>().ToList();
        Assert.Equal(StepsWith(plan.Train.Seed, attempt: 0), skipped.Select(step => step.Step));
        Assert.All(skipped, step => Assert.Equal([Spoilt], step.Files));
        Assert.Equal(skipped.Select(step => $"Step {step.Step} is skipped: the loss of {Spoilt} is not finite."), said.OfType<Noted>().Select(note => note.Message));
        Assert.Equal(Enumerable.Range(1, Steps).Except(skipped.Select(step => step.Step)), said.OfType<Stepped>().Select(stepped => stepped.Step));
        Assert.Equal(new Finished(Steps, Stopped: false), said[^1]);
    }

    [Fact]
    public void In_a_batch_the_picture_is_found_that_spoils_it()
    {
        var plan = Plan("batch", (_, _) => true);
        plan = plan with { Train = plan.Train with { Steps = 2, BatchSize = 4 } };
        var said = SmallRun.Train(plan);
        Assert.Equal([1, 2], said.OfType<StepSkipped>().Select(step => step.Step));
        Assert.All(said.OfType<StepSkipped>(), step => Assert.Equal([Spoilt], step.Files));
    }

    [Fact]
    public void After_three_in_a_row_the_run_goes_back_and_on_in_another_order_also_when_it_is_cut()
    {
        var plan = Plan("back", (first, second) => first is > SaveEvery + 3 and < 12 && second == Never);
        var uncut = SmallRun.Train(plan);
        var third = uncut.OfType<StepSkipped>().First(step => step.Step > SaveEvery).Step;
        var back = Assert.Single(uncut.OfType<WentBack>());
        Assert.Equal(1, back.Attempt);
        Assert.Equal((back.Step + 1), uncut.SkipWhile(one => one is not WentBack).Select(StepOf).First(step => step > 0));
        Assert.Equal(new Finished(Steps, Stopped: false), uncut[^1]);
        Assert.Contains(uncut.OfType<Noted>(), note => note.Message.Contains($"the run goes back to step {back.Step} and goes on with another order of the pictures. Look at {Spoilt}.", StringComparison.Ordinal));

        var expected = Result(uncut.SkipWhile(one => one is not WentBack));
        foreach (var stopAt in Enumerable.Range(1, Steps - 1))
        {
            var cut = plan with { CheckpointFolder = $"{plan.CheckpointFolder}-cut-{stopAt}" };
            SmallRun.Train(cut, stopAt: stopAt);
            var resumed = SmallRun.Train(cut);
            Assert.Equal(History(uncut), History(resumed));
            Assert.Equal(expected, Result(resumed.SkipWhile(one => one is not WentBack)));
            Assert.DoesNotContain(resumed.OfType<Noted>(), note => note.Message.Contains("journal", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void When_another_order_does_not_help_the_run_fails_and_names_the_picture()
    {
        var plan = Plan("diverged", (first, second) => first != Never && second != Never);
        var failure = Assert.Throws<TrainingException>(() => SmallRun.Train(plan));
        Assert.Equal(TrainerExitCode.Diverged, failure.Code);
        Assert.Contains($"Look at {Spoilt}:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_explodes_is_told_once_also_by_a_run_that_is_cut_before_or_after()
    {
        var plan = small.Spoilt(small.Plan("explodes", steps: 44, SaveEvery), Spoilt, "huge", latent => latent.mul_(1000));
        plan = plan with { Dataset = plan.Dataset with { Images = [.. plan.Dataset.Images.Select(image => image with { Repeats = image.File == Spoilt ? 1 : 7 })] } };
        var first = 0; // the step of the huge picture, 22 steps an epoch: late in the first
        var seed = Enumerable.Range(1, 1000).First(seed => (first = FirstStepOf(seed)) is > 20);
        plan = plan with { Train = plan.Train with { Seed = seed } };
        Assert.StartsWith($"The loss explodes: at step {first} its average is ", Explosion(SmallRun.Train(plan)).Single(), StringComparison.Ordinal);

        foreach (var stopAt in new[] { first - 1, first, first + 5 })
        {
            var cut = plan with { CheckpointFolder = $"{plan.CheckpointFolder}-cut-{stopAt}" };
            Assert.Single(Explosion([.. SmallRun.Train(cut, stopAt: stopAt), .. SmallRun.Train(cut)]));
        }

        int FirstStepOf(int seed)
        {
            var order = new SampleOrder(seed, [0, 0, 0, 0], [7, 7, 1, 7], batchSize: 1);
            return Enumerable.Range(1, 22).First(step => order.Step(step)[0][0] == 2);
        }
    }

    private static IEnumerable<string> Explosion(IEnumerable<TrainerEvent> said) =>
        said.OfType<Noted>().Select(note => note.Message).Where(note => note.Contains("explodes", StringComparison.Ordinal));

    private const int Never = int.MaxValue;

    /// <param name="wanted">Of the steps at which the first and the second attempt have skipped three in a row.</param>
    private RunPlan Plan(string run, Func<int, int, bool> wanted)
    {
        var plan = small.Spoilt(small.Plan(run, Steps, SaveEvery), Spoilt, "not-a-number", latent => latent.view(-1)[5] = float.NaN);
        for (var seed = 1L; ; seed++)
        {
            var first = ThirdInARow(StepsWith(seed, attempt: 0));
            var second = first == Never ? Never : ThirdInARow(StepsWith(seed, attempt: 1).Where(step => step > first / SaveEvery * SaveEvery));
            if (wanted(first, second))
                return plan with { Train = plan.Train with { Seed = seed }, Dataset = Repeated(plan.Dataset) };
        }
    }

    private static int ThirdInARow(IEnumerable<int> steps) => steps.FirstOrDefault(step => steps.Contains(step - 1) && steps.Contains(step - 2), Never);

    private static IEnumerable<int> StepsWith(long seed, int attempt)
    {
        var order = new SampleOrder(OrderSeed.Of(seed, attempt), [0, 0, 0, 0], [1, 1, 3, 1], batchSize: 1);
        return [.. Enumerable.Range(1, Steps).Where(step => order.Step(step)[0][0] == 2)];
    }

    private static DatasetPlan Repeated(DatasetPlan dataset) => dataset with { Images = [.. dataset.Images.Select(image => image with { Repeats = image.File == Spoilt ? 3 : 1 })] };

    private static int StepOf(TrainerEvent one) => one switch { Stepped stepped => stepped.Step, StepSkipped skipped => skipped.Step, _ => 0 };

    /// <summary>The last word on each step.</summary>
    private static SortedDictionary<int, TrainerEvent> History(IEnumerable<TrainerEvent> said)
    {
        var history = new SortedDictionary<int, TrainerEvent>();
        foreach (var one in said.Where(one => StepOf(one) > 0))
            history[StepOf(one)] = one is Stepped stepped ? stepped with { Seconds = 0 } : one;
        return history;
    }

    private static List<CheckpointSaved> Result(IEnumerable<TrainerEvent> said) =>
        [.. said.OfType<CheckpointSaved>().Where(saved => saved.Reason != CheckpointReason.Stop)];
}
