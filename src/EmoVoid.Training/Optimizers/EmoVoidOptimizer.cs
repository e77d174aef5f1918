using EmoVoid.Contracts.Light;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>
/// EmoVoid v3.9.1 over one flat float32 buffer, which the trained tensors are views of: a step moves every parameter by the pulse against
/// the sign of its gradient, and in the first steps holds the L1 norm of all parameters together. No moments, no weight decay.
/// </summary>
/// <remarks>
/// Source: muooon/EmoSens <c>optimizer/emovoid.py</c>. Cutting the buffer into tensors changes nothing: the sum of the tensors' norms is
/// the norm of the buffer. The loss is an argument and never captured; with gradient accumulation it is the mean over the micro-batches.
/// </remarks>
public sealed class EmoVoidOptimizer : IDisposable
{
    private const double ShadowPullsFrom = 0.625; // of |scalar|
    private const float ShadowFollows = 0.1f;

    private readonly Tensor p;              // (N)
    private readonly EmoVoidController controller;
    private readonly IFlatKernels kernels;
    private double? previousNorm;
    private Tensor? shadow;                 // (N)

    /// <param name="parameters">(N) float32, contiguous; changed in place by each step.</param>
    /// <param name="state">Where a saved run goes on; null for a new one.</param>
    /// <exception cref="ArgumentException">The buffer is not flat float32, or the saved shadow is of another size.</exception>
    public EmoVoidOptimizer(Tensor parameters, EmoVoidSettings settings, OptimizerState? state = null)
    {
        if (parameters.dim() != 1 || parameters.dtype != ScalarType.Float32 || !parameters.is_contiguous())
            throw new ArgumentException($"EmoVoid moves one contiguous float32 buffer, not {parameters}", nameof(parameters));
        if (state?.Shadow is { } saved && saved.NumberOfElements != parameters.NumberOfElements)
            throw new ArgumentException($"the saved shadow has {saved.NumberOfElements} numbers, the LoRA {parameters.NumberOfElements}", nameof(state));

        p = parameters.detach().DetachFromDisposeScope();
        controller = new EmoVoidController(settings, state?.Controller);
        kernels = KernelsFor(parameters);
        previousNorm = state?.PreviousNorm;
        shadow = settings.UseShadow ? state?.Shadow?.to(p.device, copy: true).DetachFromDisposeScope() : null;
    }

    /// <summary>The state after the last step. The shadow in it is this optimizer's own: write it before the next step, do not dispose it.</summary>
    public OptimizerState State => new(controller.State, previousNorm, shadow);

    /// <summary>One step. The gradient is left as it is.</summary>
    /// <param name="loss">The mean loss of the step's samples.</param>
    /// <param name="gradient">(N) float32, contiguous, on the parameters' device.</param>
    /// <returns>What the controller concluded; null when the loss or the gradient is not finite: then nothing has changed, neither
    /// parameters nor state, and the caller goes on with its next step.</returns>
    public ControllerStep? Step(double loss, Tensor gradient)
    {
        CheckShape(gradient);
        if (!double.IsFinite(loss) || !kernels.TakeSigns(gradient))
            return null;

        using var noGrad = torch.no_grad();
        var step = controller.Step(loss);
        var scale = ScaleThatHoldsTheNorm(step);
        if (controller.Settings.UseShadow)
        {
            p.mul_(scale);
            scale = 1f;
            MixWithShadow(step);
        }

        kernels.ScaleAndDescend(p, scale, (float)step.Pulse);
        return step;
    }

    public void Dispose()
    {
        kernels.Dispose();
        shadow?.Dispose();
        p.Dispose();
    }

    /// <summary>ratio = ‖p‖₁ at the last step / ‖p‖₁ now, in the steps that hold the norm; else 1.</summary>
    /// <remarks>
    /// Upstream measures the norm at every step. It is read only by a step that holds it, which is known one step ahead:
    /// <see cref="ControllerState.StepCount"/> after this step says whether the next one does. All other steps save that pass over memory.
    /// </remarks>
    private float ScaleThatHoldsTheNorm(ControllerStep step)
    {
        var holdsNow = step.HoldsNorm && previousNorm is not null;
        var holdsNext = controller.State.StepCount <= EmoVoidController.HeldSteps;
        if (!holdsNow && !holdsNext)
        {
            previousNorm = null;
            return 1f;
        }

        var norm = kernels.L1Norm(p);
        var ratio = holdsNow ? (float)(previousNorm!.Value / (norm + 1e-8)) : 1f;
        previousNorm = holdsNext ? norm * ratio : null;
        return ratio;
    }

    /// <summary>A shock pulls the parameters back to their slow copy; in calm the copy follows them.</summary>
    private void MixWithShadow(ControllerStep step)
    {
        shadow ??= p.clone().DetachFromDisposeScope();
        var (shock, trust) = (Math.Abs(step.Scalar), (float)Math.Abs(step.Trust));
        var ratio = shock > ShadowPullsFrom ? (float)(1.0 - shock) : 0f;
        if (ratio > 0f)
            p.mul_(1f - ratio).add_(shadow, alpha: trust);
        else
            shadow.lerp_(p, ShadowFollows * trust);
    }

    private void CheckShape(Tensor gradient)
    {
        if (gradient.NumberOfElements != p.NumberOfElements || gradient.dtype != ScalarType.Float32 || !gradient.is_contiguous())
            throw new ArgumentException($"the gradient must be float32 [{p.NumberOfElements}] like the parameters, not {gradient}", nameof(gradient));
    }

    private static IFlatKernels KernelsFor(Tensor parameters)
    {
        var fitsASpan = parameters.NumberOfElements * sizeof(float) <= int.MaxValue;
        return parameters.device_type == DeviceType.CPU && fitsASpan ? new VectorKernels() : new TorchKernels();
    }
}
