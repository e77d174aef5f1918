namespace EmoVoid.Contracts.Plans;

/// <summary>What measuring at the checkpoints costs, counted in forward passes of one picture, which is what both a step and a measurement are made of.</summary>
/// <remarks>
/// The plan's own saves (step 0, the interval, the last step) may take two thirds of the share, and are always measured. The saves of the light come as
/// often as the light flickers, so they are measured as far as the share of the steps done by then reaches: a function of the plan and of what was measured
/// before, and so the same in a run that was cut. Saves that a person asks for are measured and not counted; the save of a stop is not measured.
/// </remarks>
public static class ValidationCost
{
    /// <summary>The share of a run's time that measuring may take.</summary>
    public const double Most = 0.05;

    private const double ForPlannedSaves = 2.0 / 3;

    /// <summary>
    /// A training step of one picture takes at least as long as so many forward passes: one forward, and a backward pass that makes no gradient of the
    /// frozen weights. Of anima-nano on a CPU it is 2.7; blocks that are computed again make it more, and then measuring costs less than its share.
    /// </summary>
    private const double PassesOfStep = 2.5;

    /// <summary>How many measurements the plan's own saves are: before the first step, at every interval, and after the last step.</summary>
    public static int PlannedSaves(TrainPlan train) => 1 + (train.Steps + train.SaveEvery - 1) / train.SaveEvery;

    /// <summary>How many of them come after a step.</summary>
    public static int PlannedSavesAfter(TrainPlan train, int step) => step >= train.Steps ? 0 : PlannedSaves(train) - 1 - step / train.SaveEvery;

    /// <summary>As many forward passes as one measurement may take; 0 when the run is too short for one.</summary>
    public static int PassesOf(TrainPlan train) => (int)(ForPlannedSaves * Most * PassesIn(train, train.Steps) / PlannedSaves(train));

    /// <summary>What the plan's own saves take, as a share of what the steps take.</summary>
    public static double Of(TrainPlan train, ValidationPlan plan) => PlannedSaves(train) * plan.Passes / PassesIn(train, train.Steps);

    /// <summary>Whether a save that the light asks for is measured: so that the next save of the interval, and all of the plan's to come, are within the share too.</summary>
    /// <param name="step">That of the save.</param>
    /// <param name="measured">How often it was measured before.</param>
    public static bool Allows(TrainPlan train, ValidationPlan plan, int step, int measured) =>
        (measured + 2L) * plan.Passes <= plan.Share * PassesIn(train, step)
        && (measured + 1L + PlannedSavesAfter(train, step)) * plan.Passes <= plan.Share * PassesIn(train, train.Steps);

    // A batch counts as one picture: a GPU may compute the pictures of a small one at once, and each pair is measured alone.
    private static double PassesIn(TrainPlan train, int steps) => PassesOfStep * steps * train.Batches.GradientAccumulation;
}
