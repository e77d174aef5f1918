namespace EmoVoid.Training.Tests.Optimizers;

/// <summary>EmoVoid v3.9.1 tensor by tensor in plain loops, written from its description: slow, obvious, and sharing no code with what it checks.</summary>
internal sealed class EmoVoidOracle(float[][] tensors, double stopLoss, bool useShadow)
{
    private double? shortAvg, medium, longAvg;
    private double dNRHist = 1, noiseEst = 1, dEst = 0.02, cEst;
    private int stepCount;
    private double? previousNorm;
    private float[][]? shadow;

    public float[][] Tensors => tensors;
    public bool ShouldStop { get; private set; }
    public bool HeldTheNorm { get; private set; }

    /// <summary>Takes a step and returns its pulse.</summary>
    public double Step(double loss, float[][] gradients)
    {
        shortAvg = 0.3 * loss + 0.7 * (shortAvg ?? loss);
        medium = 0.05 * loss + 0.95 * (medium ?? loss);
        longAvg = 0.01 * loss + 0.99 * (longAvg ?? loss);
        var l = Math.Max(longAvg.Value, 1e-5);
        var m = Math.Max(medium.Value, 1e-5);
        var diff = longAvg.Value - shortAvg.Value;

        double scalar;
        if (Math.Abs(diff / l) >= 0.05 && Math.Abs(diff / m) * m < Math.Abs(diff / l) * l)
            scalar = Math.Tanh(diff / m);
        else
            scalar = Math.Tanh(diff / l);
        var trust = double.IsNegative(scalar) ? -(1 - Math.Abs(scalar)) : 1 - Math.Abs(scalar);

        noiseEst = 0.97 * noiseEst + 0.03 * Math.Abs(scalar);
        dEst = 0.97 * dEst + 0.03 * Math.Abs(trust);
        cEst = 0.7 * cEst + 0.3 * scalar;
        var root = (Math.Abs(Math.Max(noiseEst, 1e-10) - dEst) + 0.1) / (Math.Abs(scalar - trust) + 0.1);
        var dNR = root * root;
        if (dNR >= dNRHist && trust >= 0.5)
            dNRHist = Math.Min(dNR, 1.5 * dNRHist);
        else if (trust >= -0.5 && trust <= 0.5)
            dNRHist = 0.8 * dNR;
        var pulse = Math.Clamp(dNRHist * (Math.Max(Math.Pow(100, cEst), 1e-2) * 1e-4), 1e-8, 3e-3);

        HoldNorm();
        if (useShadow)
            MixWithShadow(Math.Abs(scalar), Math.Abs(trust));
        for (var t = 0; t < tensors.Length; t++)
            for (var i = 0; i < tensors[t].Length; i++)
                tensors[t][i] -= (float)pulse * Math.Sign(gradients[t][i]);

        var lit = dEst - noiseEst >= 0.3 && m <= stopLoss;
        if (lit && !ShouldStop)
            stepCount = 55;
        ShouldStop = lit;
        return pulse;
    }

    private void HoldNorm()
    {
        var norm = tensors.Sum(tensor => tensor.Sum(x => (double)Math.Abs(x)));
        HeldTheNorm = previousNorm is not null && stepCount <= 55;
        stepCount++;
        if (HeldTheNorm)
        {
            var ratio = previousNorm!.Value / (norm + 1e-8);
            foreach (var tensor in tensors)
                for (var i = 0; i < tensor.Length; i++)
                    tensor[i] *= (float)ratio;
            norm *= ratio;
        }

        previousNorm = norm;
    }

    private void MixWithShadow(double shock, double trust)
    {
        shadow ??= [.. tensors.Select(tensor => (float[])tensor.Clone())];
        var ratio = shock > 0.625 ? 1 - shock : 0;
        for (var t = 0; t < tensors.Length; t++)
            for (var i = 0; i < tensors[t].Length; i++)
                if (ratio > 0)
                    tensors[t][i] = (float)((1 - ratio) * tensors[t][i] + trust * shadow[t][i]);
                else
                    shadow[t][i] += (float)(0.1 * trust) * (tensors[t][i] - shadow[t][i]);
    }
}
