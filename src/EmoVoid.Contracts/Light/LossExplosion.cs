namespace EmoVoid.Contracts.Light;

/// <summary>
/// Notices, once, that a run's loss explodes: its medium average mₜ = 0.95·mₜ₋₁ + 0.05·lossₜ is more than 20 times the lowest it has been
/// since step 20. Before that the average is still that of a few losses, which differ by more than that with the noise they are taken at.
/// </summary>
/// <remarks>A function of the steps told to it: a resumed run that tells its history first comes to the same answer.</remarks>
public sealed class LossExplosion
{
    public const double Factor = 20;

    private const int FirstCounted = 20;

    private double lowest = double.PositiveInfinity;
    private int lowestStep;
    private bool noticed;

    /// <param name="mediumLoss">The controller's average after the step: <see cref="ControllerStep.MediumLoss"/>.</param>
    /// <returns>What it was at its lowest, at the one step that notices the explosion; else null.</returns>
    public (double Loss, int Step)? Take(int step, double mediumLoss)
    {
        if (step < FirstCounted)
            return null;
        if (mediumLoss < lowest)
            (lowest, lowestStep) = (mediumLoss, step);
        if (noticed || mediumLoss <= Factor * lowest)
            return null;
        noticed = true;
        return (lowest, lowestStep);
    }
}
