namespace EmoVoid.Contracts.Light;

/// <summary>What the controller concluded from one loss.</summary>
/// <param name="Pulse">The learning rate of this step.</param>
/// <param name="Scalar">The emotion of this step, −1..1: how far the fast loss average runs ahead of the slow ones.</param>
/// <param name="Trust">1 − |scalar| with the sign of scalar.</param>
/// <param name="HoldsNorm">Whether the L1 norm of the parameters is to be held at its last value in this step.</param>
/// <param name="StopBase">d_est − noise_est: how calm the run is. The light asks for at least 0.3.</param>
/// <param name="MediumLoss">The medium loss average, floored at 1e-5: what the light compares with the stop loss.</param>
/// <param name="IsLit">Whether the early-stop light is on after this step.</param>
/// <param name="TurnedOn">Whether the light was off before this step and is on after it.</param>
public readonly record struct ControllerStep(
    double Pulse, double Scalar, double Trust, bool HoldsNorm, double StopBase, double MediumLoss, bool IsLit, bool TurnedOn);
