using EmoVoid.Contracts.Light;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Goldens.Checks;

/// <summary>The whole optimizer, step by step, driven by a given series of losses and of gradient signs.</summary>
public sealed class EmoVoidCheck : IGoldenCheck
{
    public string Kind => "emovoid";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var (pulseTolerance, parameterTolerance) = (file.Tolerance("pulse_rel"), file.Tolerance("param_abs"));
        var losses = file.Load("loss").data<double>().ToArray();                    // (T)
        var gradients = Flat(file, "grad_sign", startDim: 1);                       // (T, N)
        var traces = Flat(file, "trace", startDim: 1);                              // (K, N)
        var tracedSteps = file.Load("param_steps").data<long>().ToArray();          // (K) counted from 0
        var p = Flat(file, "init", startDim: 0);                                    // (N)

        using var optimizer = new EmoVoidOptimizer(p, Settings(file));
        var (steps, parameterError, traced) = (new List<ControllerStep>(), 0.0, 0);
        for (var t = 0; t < losses.Length; t++)
        {
            using var scope = NewDisposeScope();
            steps.Add(optimizer.Step(losses[t], gradients[t]) ?? throw new InvalidDataException($"step {t} is not finite"));
            if (traced < tracedSteps.Length && tracedSteps[traced] == t)
                parameterError = Math.Max(parameterError, (p - traces[traced++]).abs().max().item<float>());
        }

        yield return new("pulse rel", Measure.LargestRelative([.. steps.Select(step => step.Pulse)], Doubles(file, "pulse")), pulseTolerance);
        yield return new("stop_base abs", LargestDifference(steps.Select(step => step.StopBase), Doubles(file, "stop_base")), pulseTolerance);
        yield return new("should_stop, steps that differ", LightErrors(file, steps), 0);
        yield return traced == tracedSteps.Length
            ? new("parameters abs", parameterError, parameterTolerance)
            : GoldenResult.Broken($"only {traced} of {tracedSteps.Length} param_steps came by");
    }

    private static EmoVoidSettings Settings(GoldenFile file) =>
        new(file.Number("stopcoef"), file.Number("lr"), file.Config.GetProperty("use_shadow").GetBoolean());

    /// <summary>All parameters' tensors of one name side by side: each flattened from <paramref name="startDim"/> on, as float32.</summary>
    private static Tensor Flat(GoldenFile file, string name, int startDim)
    {
        var parameters = Enumerable.Range(0, int.MaxValue).TakeWhile(i => file.Tensors.Tensors.ContainsKey($"param.{i}.init"));
        return cat([.. parameters.Select(i => Flat(file.Load($"param.{i}.{name}", float32), startDim))], dim: startDim).contiguous();
    }

    private static Tensor Flat(Tensor x, int startDim) => startDim == 0 ? x.reshape(-1) : x.reshape(x.shape[0], -1);

    private static double[] Doubles(GoldenFile file, string name) => file.Load(name).data<double>().ToArray();

    private static int LightErrors(GoldenFile file, List<ControllerStep> steps) =>
        file.Load("should_stop").data<bool>().ToArray().Zip(steps, (expected, step) => expected == step.IsLit ? 0 : 1).Sum();

    private static double LargestDifference(IEnumerable<double> actual, IEnumerable<double> expected) =>
        actual.Zip(expected, (a, e) => Math.Abs(a - e)).Aggregate(0.0, Math.Max);
}
