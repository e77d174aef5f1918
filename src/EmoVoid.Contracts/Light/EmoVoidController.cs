namespace EmoVoid.Contracts.Light;

/// <summary>
/// EmoVoid's controller: from the losses alone it makes the learning rate (the pulse) and the early-stop light.
/// Scalars in float64; no tensors, so that the daemon can replay it over recorded losses.
/// </summary>
/// <remarks>Source: EmoVoid v3.9.1, muooon/EmoSens <c>optimizer/emovoid.py</c>. The letters are upstream's.</remarks>
public sealed class EmoVoidController(EmoVoidSettings settings, ControllerState? state = null)
{
    /// <summary>The norm is held in the first 56 steps (step_count 0..55), and once more each time the light turns on.</summary>
    /// <remarks>A light that turns on within the first 56 steps ends them: one more step is held, as after any other turn-on.</remarks>
    public const int HeldSteps = 55;

    /// <summary>The stop_base from which a run counts as calm; only a calm run turns the light on.</summary>
    public const double Calm = 0.3;

    private const double BaseScale = 1e-4;
    private const double MaxLimit = 3e-3;
    private const double MinLimit = 1e-8;
    private const double Floor = 1e-5;

    public EmoVoidSettings Settings { get; } = settings;

    public ControllerState State { get; private set; } = state ?? new ControllerState();

    /// <summary>Takes the loss of one step and moves the state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The loss is not finite: it would poison every average for good.</exception>
    public ControllerStep Step(double loss)
    {
        if (!double.IsFinite(loss))
            throw new ArgumentOutOfRangeException(nameof(loss), loss, "a loss that is not finite must not reach the controller");

        var s = State;
        var shortAvg = 0.3 * loss + 0.7 * (s.Short ?? loss);
        var medium = 0.05 * loss + 0.95 * (s.Medium ?? loss);
        var longAvg = 0.01 * loss + 0.99 * (s.Long ?? loss);

        var scalar = Emotion(shortAvg, medium, longAvg);
        var trust = Math.CopySign(1.0 - Math.Abs(scalar), scalar);

        var noiseEst = 0.97 * s.NoiseEst + 0.03 * Math.Abs(scalar);
        var dEst = 0.97 * s.DEst + 0.03 * Math.Abs(trust);
        var cEst = 0.7 * s.CEst + 0.3 * scalar;
        var dNRHist = NextDNR(s.DNRHist, scalar, trust, noiseEst, dEst);

        var chain = Settings.EmoScope * Math.Max(Math.Pow(100.0, cEst), 1e-2);
        var pulse = Math.Max(Math.Min(dNRHist * (chain * BaseScale), Settings.EmoScope * MaxLimit), MinLimit);

        var stopBase = dEst - noiseEst;
        var isLit = stopBase >= Calm && Math.Max(medium, Floor) <= Settings.StopLoss;
        var turnedOn = isLit && !s.ShouldStop;

        State = new ControllerState
        {
            Short = shortAvg, Medium = medium, Long = longAvg,
            DNRHist = dNRHist, NoiseEst = noiseEst, DEst = dEst, CEst = cEst,
            ShouldStop = isLit,
            StepCount = turnedOn ? HeldSteps : s.StepCount + 1,
        };
        return new ControllerStep(pulse, scalar, trust, s.StepCount <= HeldSteps, stopBase, Math.Max(medium, Floor), isLit, turnedOn);
    }

    private static double Emotion(double shortAvg, double medium, double longAvg)
    {
        var (l, m) = (Math.Max(longAvg, Floor), Math.Max(medium, Floor));
        var diff = longAvg - shortAvg;
        var (dl, dm) = (diff / l, diff / m);
        if (Math.Abs(dl) < 0.05)
            return Math.Tanh(dl);
        return Math.Abs(dm) * m < Math.Abs(dl) * l ? Math.Tanh(dm) : Math.Tanh(dl);
    }

    private static double NextDNR(double dNRHist, double scalar, double trust, double noiseEst, double dEst)
    {
        var nb = Math.Abs(scalar - trust) + 0.1;
        var db = Math.Abs(Math.Max(noiseEst, 1e-10) - dEst) + 0.1;
        var dNR = Math.Pow(db / nb, 2);
        if (dNR >= dNRHist && trust >= 0.5)
            return Math.Min(dNR, 1.5 * dNRHist);
        return trust is >= -0.5 and <= 0.5 ? 0.8 * dNR : dNRHist;
    }
}
