using BenchmarkDotNet.Attributes;
using EmoVoid.Contracts.Light;
using EmoVoid.Training.Native;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.Optimizers;

/// <summary>One EmoVoid step at the real LoRA's shapes: on one flat buffer, tensor by tensor, and the floor under both.</summary>
/// <remarks>
/// The floor is what no optimizer with a gradient can avoid: read p, read g, write p, once. 5.73 M × 4 B = 22.9 MB a stream, 68.8 MB in
/// all. The flat step writes and reads two bits a number besides (2 × 1.4 MB: all of the gradient must be known to be finite before
/// anything moves), so 1.04 × the floor's traffic, and in a step that holds the norm it reads p once more, so 1.37 ×. Tensor by tensor it
/// is 3 operations on each of 560 tensors (norm, sign, add), the sign written out and read again: 6 streams, 2 × the floor, and 1680 calls.
/// </remarks>
[MemoryDiagnoser]
public class OptimizerStep : IDisposable
{
    /// <summary>Small enough that the parameters stay what they are through thousands of steps.</summary>
    private const double Pulse = 1e-8;

    private const double Loss = 0.1;

    /// <summary>A step_count that never reaches, or has long left, the steps that hold the norm.</summary>
    private const int AlwaysHeld = -1_000_000_000, NeverHeld = 1_000;

    private Tensor p = null!;                      // (N)
    private Tensor g = null!;                      // (N)
    private Tensor[] pViews = [], gViews = [];     // 560 views of p and g
    private EmoVoidOptimizer free = null!, held = null!;

    [GlobalSetup]
    public void Setup()
    {
        LibTorch.EnsureLoaded();
        p = ones(AnimaLoraShapes.Count);
        g = randn(AnimaLoraShapes.Count);
        (pViews, gViews) = (Views(p), Views(g));
        free = Optimizer(NeverHeld);
        held = Optimizer(AlwaysHeld);
    }

    [Benchmark(Description = "floor: read p, read g, write p")]
    public void Floor() => p.add_(g, alpha: -Pulse);

    [Benchmark(Baseline = true, Description = "flat")]
    public void Flat() => free.Step(Loss, g);

    [Benchmark(Description = "flat, norm held")]
    public void FlatHeld() => held.Step(Loss, g);

    [Benchmark(Description = "per tensor, as upstream")]
    public void PerTensor()
    {
        var norm = 0.0;
        for (var i = 0; i < pViews.Length; i++)
        {
            using var l1 = pViews[i].norm(1f);
            norm += l1.item<float>();
        }

        for (var i = 0; i < pViews.Length; i++)
            pViews[i].add_(gViews[i].sign_(), alpha: -Pulse);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        free?.Dispose();
        held?.Dispose();
        foreach (var tensor in (Tensor?[])[.. pViews, .. gViews, p, g])
            tensor?.Dispose();
        GC.SuppressFinalize(this);
    }

    private EmoVoidOptimizer Optimizer(int stepCount) =>
        new(p, new EmoVoidSettings(), new OptimizerState(new ControllerState { StepCount = stepCount }, PreviousNorm: null, Shadow: null));

    private static Tensor[] Views(Tensor flat)
    {
        var at = 0L;
        return [.. AnimaLoraShapes.All.Select(shape =>
        {
            var view = flat.narrow(0, at, shape.Rows * shape.Columns).view(shape.Rows, shape.Columns);
            at += shape.Rows * shape.Columns;
            return view;
        })];
    }
}
