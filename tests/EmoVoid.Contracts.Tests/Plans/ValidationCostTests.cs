using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Tests.Plans;

public sealed class ValidationCostTests
{
    private static readonly TrainPlan Usual = new() { Rank = 4, Alpha = 1, Steps = 2160, StopLoss = 0.04, Resolution = 512, Seed = 42, SaveEvery = 216 };

    [Theory]
    [InlineData(2160, 216, 1)]
    [InlineData(2161, 216, 1)]
    [InlineData(1000, 999, 1)]
    [InlineData(500, 5000, 1)]
    [InlineData(720, 72, 4)]
    public void However_the_light_flickers_measuring_stays_within_its_share(int steps, int saveEvery, int accumulation)
    {
        var train = Usual with { Steps = steps, SaveEvery = saveEvery, Batches = new BatchPlan(GradientAccumulation: accumulation) };
        var plan = Of(ValidationCost.PassesOf(train));
        foreach (var flicker in new[] { 1, 2, 7, 100, int.MaxValue })
        {
            var (measured, ofLight) = (1, 0);
            for (var step = 1; step <= steps; step++)
            {
                var planned = step % saveEvery == 0 || step == steps;
                var allowed = step % flicker == 0 && !planned && ValidationCost.Allows(train, plan, step, measured);
                (measured, ofLight) = (measured + (planned || allowed ? 1 : 0), ofLight + (allowed ? 1 : 0));
            }

            Assert.Equal(ValidationCost.PlannedSaves(train), measured - ofLight);
            Assert.InRange(measured * (double)plan.Passes / (2.5 * steps * accumulation), 0, ValidationCost.Most);
            if (flicker == 1 && steps / saveEvery == 10)
                Assert.InRange(ofLight, 3, 9);
        }
    }

    [Fact]
    public void The_plan_s_own_saves_are_counted_as_they_come()
    {
        foreach (var (steps, every) in new[] { (10, 3), (9, 3), (3, 9), (1, 1) })
        {
            var train = Usual with { Steps = steps, SaveEvery = every };
            foreach (var step in Enumerable.Range(0, steps + 1))
                Assert.Equal(Enumerable.Range(1, steps).Count(later => later > step && (later % every == 0 || later == steps)), ValidationCost.PlannedSavesAfter(train, step));
            Assert.Equal(ValidationCost.PlannedSavesAfter(train, 0) + 1, ValidationCost.PlannedSaves(train));
        }
    }

    [Fact]
    public void A_run_too_short_for_a_measurement_has_no_room_for_one()
    {
        Assert.Equal(0, ValidationCost.PassesOf(Usual with { Steps = 24, SaveEvery = 8 }));
        Assert.InRange(ValidationCost.PassesOf(Usual), 16, 16);
    }

    [Theory]
    [InlineData(4, 8, 8)]
    [InlineData(4, 11, 8)]
    [InlineData(4, 3, 3)]
    [InlineData(0, 5, 0)]
    public void Every_picture_has_as_many_pairs_or_only_the_first_have_one(int pictures, int pairs, int expected) =>
        Assert.Equal(expected, Of(pairs).PairsOf(pictures));

    [Fact]
    public void A_plan_of_before_there_was_validation_has_none_and_one_with_it_comes_back_as_it_was()
    {
        var file = Path.GetTempFileName();
        try
        {
            var plan = new RunPlan
            {
                Run = "a", Model = new ModelPlan("m", "d", "t", "v", "k"), Dataset = new DatasetPlan("f", [new CaptionedImage("a.png", "a")]),
                Train = Usual, CheckpointFolder = "c", CacheFolder = "h",
            };
            plan.Write(file);
            Assert.DoesNotContain("validation", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Null(RunPlan.Read(file).Validation);

            (plan with { Validation = new ValidationPlan([new CaptionedImage("b.png", "b")], ["a.png"], 3) }).Write(file);
            var back = RunPlan.Read(file).Validation!;
            Assert.Equal((3, 0.05, "b.png", "a.png"), (back.Pairs, back.Share, back.HeldOut.Single().File, back.Trained.Single()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ValidationPlan Of(int pairs) => new([], [.. Enumerable.Range(0, Math.Max(1, pairs)).Select(i => $"{i}.png")], pairs);
}
