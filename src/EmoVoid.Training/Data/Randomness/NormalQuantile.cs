namespace EmoVoid.Training.Data.Randomness;

/// <summary>The inverse of the standard normal distribution function, with the same bits on every machine.</summary>
/// <remarks>
/// Source: Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution" (1988), PPND16; error about 1e-16.
/// Only + − × ÷ √ are used, which IEEE 754 rounds in one way. The far tail (p &lt; e⁻²⁵) is left out: 32 random bits do not reach it.
/// </remarks>
public static class NormalQuantile
{
    private const double CentralHalfWidth = 0.425, CentralHalfWidthSquared = 0.180625;
    private const double TailShift = 1.6;

    private static readonly double[] A =
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static readonly double[] B =
    [
        1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static readonly double[] C =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] D =
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    /// <param name="p">Between e⁻²⁵ and 1 − e⁻²⁵.</param>
    public static double Of(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= CentralHalfWidth)
        {
            var r = CentralHalfWidthSquared - q * q;
            return q * Polynomial(A, r) / Polynomial(B, r);
        }

        var tail = Math.Sqrt(-Log(q < 0 ? p : 1 - p)) - TailShift;
        return Math.CopySign(Polynomial(C, tail) / Polynomial(D, tail), q);
    }

    /// <summary>a₀ + a₁x + a₂x² + …, by Horner's rule.</summary>
    private static double Polynomial(double[] a, double x)
    {
        var sum = 0.0;
        for (var i = a.Length - 1; i >= 0; i--)
            sum = sum * x + a[i];
        return sum;
    }

    /// <summary>The natural logarithm: x = m·2ᵉ with m in 0.75..1.5, log m = 2·artanh s with s = (m−1)/(m+1) in −1/7..1/5.</summary>
    private static double Log(double x)
    {
        const double ln2 = 0.69314718055994530942;
        var e = Math.ILogB(x);
        var m = Math.ScaleB(x, -e);                                             // 1 ≤ m < 2
        if (m >= 1.5)
            (m, e) = (m / 2, e + 1);

        var s = (m - 1) / (m + 1);
        var sum = 0.0;
        for (var n = 25; n >= 1; n -= 2)                                        // 0.2²⁷/27 < 1e-20
            sum = sum * (s * s) + 1.0 / n;
        return 2 * s * sum + e * ln2;
    }
}
