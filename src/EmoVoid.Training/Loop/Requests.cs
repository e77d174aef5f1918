namespace EmoVoid.Training.Loop;

/// <summary>What a person asks a run for while it trains; done after the step at hand. Asking twice before that is asking once.</summary>
/// <remarks>Neither changes the run: it ends with the same bits as one that was asked for nothing.</remarks>
public sealed class Requests
{
    private int save;
    private int sample;

    /// <summary>A checkpoint.</summary>
    public void Save() => Interlocked.Exchange(ref save, 1);

    /// <summary>Sample pictures.</summary>
    public void Sample() => Interlocked.Exchange(ref sample, 1);

    internal bool TakeSave() => Interlocked.Exchange(ref save, 0) == 1;

    internal bool TakeSample() => Interlocked.Exchange(ref sample, 0) == 1;
}
