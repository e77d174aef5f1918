namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Something that a log says about the training, in the order in which it says it.</summary>
/// <remarks>Formats: kohya-ss/sd-scripts v0.10 <c>train_network.py</c>, <c>library/train_util.py</c>; tqdm; muooon/EmoSens v3.9 <c>optimizer/emovoid.py</c>.</remarks>
internal abstract record LogMark
{
    private LogMark()
    {
    }

    /// <summary>The scripts' heading "running training".</summary>
    internal sealed record Begin : LogMark;

    /// <summary>A number of the heading.</summary>
    internal sealed record Heading(HeadingNumber Name, int Value) : LogMark;

    /// <summary>The progress bar: so many steps of this start are done, of so many.</summary>
    internal sealed record Bar(int Done, int Total) : LogMark;

    /// <summary>The bar's <c>avr_loss</c>: the mean of the losses of up to one epoch.</summary>
    internal sealed record AverageLoss(double Value) : LogMark;

    /// <summary>EmoVoid's own line <c>Loss: … | Pulse: …</c>, once a step, before the bar moves on.</summary>
    internal sealed record Loss(double Value) : LogMark;

    /// <summary>The light, before the bar of its step, and before the step's <see cref="Loss"/> where there is one.</summary>
    internal sealed record Light : LogMark;

    /// <summary>"saving checkpoint", after the bar of its step.</summary>
    internal sealed record Saved(string File) : LogMark;

    /// <summary>"removing old checkpoint".</summary>
    internal sealed record Removed(string File) : LogMark;

    /// <summary>The optimizer's name and its arguments, as Python prints them; or no name, where EmoVoid only greets.</summary>
    internal sealed record Optimizer(string? Name, string Arguments) : LogMark;
}

internal enum HeadingNumber
{
    BatchesPerEpoch,
    BatchesPerStep,
    Steps,
}
