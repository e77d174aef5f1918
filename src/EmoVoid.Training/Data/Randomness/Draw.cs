namespace EmoVoid.Training.Data.Randomness;

/// <summary>What a random number is for. The numbers are part of every run's results: they never change and are never used again.</summary>
public enum Purpose
{
    Order = 1,
    Noise = 2,
    Sigma = 3,
    LoraInit = 4,
    Attempt = 5,

    CaptionDropout = 11,
    CaptionVariant = 12,
    TagOrder = 13,
    Flip = 14,
    SampleNoise = 16,
    MeasuredSigma = 21,
    MeasuredNoise = 22,

    Crop = 41,
    BaseCaption = 42,
    WorldCreature = 31,
    WorldHeldOut = 32,
    WorldJitter = 33,
    WorldCaption = 34,
    MochiScene = 35,
    MochiCaption = 36,
    MochiJitter = 37,

    // Of tests/right-advice.
    StudySubject = 61,
    StudyName = 62,
    StudyLook = 63,
    StudyJitter = 64,
    StudyCaption = 65,
    StudySplit = 66,
    Bootstrap = 67,
}

/// <summary>All the random numbers of one purpose, step and sample of a run: number i is a function of these and of i, and of nothing else.</summary>
/// <remarks>
/// So the same run gives the same bits on every machine and device, whatever was drawn before, and a resumed run needs no generator's
/// state. Only integer arithmetic and correctly rounded float64 operations are used; a libm's logarithm may differ in the last bit.
/// </remarks>
/// <param name="seed">The run's.</param>
/// <param name="step">The training step, counted from 1; or the epoch, for <see cref="Purpose.Order"/>;
/// or the variant, for <see cref="Purpose.TagOrder"/>.</param>
/// <param name="sample">Which of several alike: the place among all samples of the step, or the number of a tensor or of a picture.</param>
public readonly struct Draw(long seed, Purpose purpose, int step, int sample)
{
    private readonly ulong key = unchecked((ulong)seed);

    /// <summary>Uniform over all words of 32 bits.</summary>
    public uint Word(int index) => Block(index / 4)[index % 4];

    /// <summary>Uniform in the open interval 0..1.</summary>
    public double Uniform(int index) => ToUniform(Word(index));

    /// <summary>Standard normal.</summary>
    public double Normal(int index) => NormalQuantile.Of(Uniform(index));

    /// <summary>Fills with numbers 0, 1, 2, … of the standard normal distribution.</summary>
    public void FillNormal(Span<float> values)
    {
        for (var start = 0; start < values.Length; start += 4)
        {
            var words = Block(start / 4);
            var four = values[start..Math.Min(start + 4, values.Length)];
            for (var i = 0; i < four.Length; i++)
                four[i] = (float)NormalQuantile.Of(ToUniform(words[i]));
        }
    }

    /// <summary>Fills with numbers 0, 1, 2, … of the uniform distribution −<paramref name="bound"/>..<paramref name="bound"/>.</summary>
    public void FillUniform(Span<float> values, double bound)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((2 * Uniform(i) - 1) * bound);
    }

    /// <summary>Puts the items into a random order, every order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            // The high half of 64 random bits × (i+1): biased by less than 2⁻³² for any list that fits in memory.
            var j = (int)Math.BigMul(((ulong)Word(2 * i) << 32) | Word(2 * i + 1), (ulong)(i + 1), out _);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private Philox.Block Block(int index)
    {
        var counter = new Philox.Block();
        (counter[0], counter[1], counter[2], counter[3]) = ((uint)index, (uint)sample, (uint)step, (uint)purpose);
        return Philox.Words(counter, key);
    }

    private static double ToUniform(uint word) => (word + 0.5) / 4294967296.0;
}
