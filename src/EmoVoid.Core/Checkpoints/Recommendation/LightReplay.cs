using EmoVoid.Contracts.Light;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>What EmoVoid's controller makes of recorded losses: the run's own light again, or the light it would have had with another stop loss.</summary>
/// <remarks>The light never influences the averages or the pulse, so a replay with another stop loss is exact for the losses as they are.</remarks>
/// <param name="Steps">In ascending order of step.</param>
public sealed record LightReplay(IReadOnlyList<ReplayedStep> Steps)
{
    public IReadOnlyList<int> LitSteps => [.. Steps.Where(step => step.Lit).Select(step => step.Step)];

    /// <summary>The steps where the light went from off to on.</summary>
    public IReadOnlyList<int> TurnOnSteps => [.. Steps.Where(step => step.TurnedOn).Select(step => step.Step)];

    /// <summary>The smallest stop loss that would have turned the light on at all: the lowest medium loss of a calm step; null when none was calm.</summary>
    public double? LowestStopLossThatLights => Steps
        .Where(step => step.StopBase >= EmoVoidController.Calm)
        .Min(step => (double?)step.MediumLoss);

    /// <param name="losses">In any order; a step that comes twice counts with its last loss, and a loss that is not finite is left out, as in training.</param>
    public static LightReplay Of(IEnumerable<StepLoss> losses, EmoVoidSettings settings)
    {
        var controller = new EmoVoidController(settings);
        var byStep = new SortedDictionary<int, double>();
        foreach (var (step, loss) in losses.Where(entry => double.IsFinite(entry.Loss)))
            byStep[step] = loss;
        return new LightReplay([.. byStep.Select(entry => ReplayedStep.Of(entry.Key, controller.Step(entry.Value)))]);
    }
}

/// <summary>The controller's conclusions from one recorded loss.</summary>
/// <param name="Pulse">The learning rate EmoVoid made.</param>
/// <param name="StopBase">How calm the run is; the light asks for 0.3.</param>
/// <param name="MediumLoss">The average that the light compares with the stop loss.</param>
public sealed record ReplayedStep(int Step, double Pulse, double StopBase, double MediumLoss, bool Lit, bool TurnedOn)
{
    internal static ReplayedStep Of(int step, ControllerStep taken) =>
        new(step, taken.Pulse, taken.StopBase, taken.MediumLoss, taken.IsLit, taken.TurnedOn);
}
