using System.Globalization;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Memory;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Native;
using EmoVoid.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>Makes a random model of the real size, loads it, trains a few steps, and prints what that took, a line each.</summary>
internal sealed class FullSizeRun(FullSizeOptions options, TextWriter output)
{
    private readonly RandomModel model = options.IsSmall ? RandomModel.Small : RandomModel.Full;
    private readonly Device device = torch.device(options.Device);

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            LibTorch.EnsureLoaded();
            new FullSizeRun(FullSizeOptions.Parse(arguments), output).Run();
            return 0;
        }
        catch (FormatException e)
        {
            errors.WriteLine(e.Message);
            errors.WriteLine(FullSizeOptions.Usage);
            return 2;
        }
    }

    private void Run()
    {
        set_num_threads(options.Threads ?? Environment.ProcessorCount);
        var folder = Directory.CreateDirectory(Path.Combine(options.Folder, $"emovoid-fullsize-{Environment.ProcessId}")).FullName;
        try
        {
            var dit = RandomModel.Write(folder, "dit.safetensors", model.Dit.All);
            if (!options.DitOnly)
                new Encoders(model, folder, dit, options.Resolution, device, Say).Run();
            Train(dit);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Train(string file)
    {
        var placement = Placement();
        var estimate = MemoryEstimate.Of(model.Sizes, new StepSize(model.Sizes.Tokens(options.Resolution), 1, options.Rank, placement.Type == ScalarType.Float32 ? 4 : 2), options.Mode);
        Say("mode", $"{options.Mode}, computed in {placement.Type} on {options.Device}, {options.Resolution}², rank {options.Rank}, {get_num_threads()} threads");

        using var memory = new MemoryProbe(device);
        var start = TimeProvider.System.GetTimestamp();
        using var dit = AnimaDit.Load(file, placement, options.Mode);
        Say("load time", $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
        Say("load peak", $"{Gb(memory.Peak)} over the start, for {Gb(estimate.Weights + estimate.HostWeights)} of weights: × {memory.Peak / (double)(estimate.Weights + estimate.HostWeights):0.000}");

        using var lora = LoraNetwork.Attach(dit, options.Rank, alpha: 1, seed: 1);
        using var optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings());
        var seconds = Enumerable.Range(1, options.Steps).Select(step => Step(dit, lora, optimizer, step)).ToList();
        var (measured, expected) = (memory.Peak, estimate.Total + memory.HostShare(estimate));
        Say("peak memory", $"{Gb(measured)} over the start; estimated {Gb(expected)}: × {expected / (double)measured:0.000}");
        Say("process peak", $"{Gb(PeakMemory.Most)} resident, libraries included");
        Say("s/step", $"{seconds.Min():0.000} (best of {options.Steps}; {string.Join(", ", seconds.Select(s => s.ToString("0.000", CultureInfo.InvariantCulture)))})");
        SayFloor(placement, seconds.Min());
        if (dit.Swap is { } swap)
            Say("swap", $"at most {swap.MostOnDevice} of {model.Sizes.Blocks} blocks on the device, {swap.Loads} journeys");
    }

    private double Step(AnimaDit dit, LoraNetwork lora, EmoVoidOptimizer optimizer, int step)
    {
        using var scope = NewDisposeScope();
        var start = TimeProvider.System.GetTimestamp();
        long[] shape = [1, model.Dit.Channels, options.Resolution / 8, options.Resolution / 8];
        var (x, noise, sigma) = (FlowDraws.Noise(2, step, shape).to(device), FlowDraws.Noise(1, step, shape).to(device), FlowDraws.Sigma(1, step, 1).to(device));
        var context = FlowDraws.Noise(3, step, [1, DitDimensions.ContextRows, model.Dit.Context]).to(device);
        using var loss = Flow.Loss(dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, context), Flow.Velocity(x, noise));
        lora.ZeroGradients();
        BackwardPass.Run(loss);
        optimizer.Step(loss.item<float>(), lora.Gradients);
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private void SayFloor(Placement placement, double seconds)
    {
        using var grad = no_grad();
        var floor = new MatrixFloor(model.Sizes, model.Dit.HeadDim, model.Sizes.Tokens(options.Resolution), placement.Type, device);
        var bare = floor.Seconds(options.Mode.GradientCheckpointing);
        var operations = floor.Operations(options.Mode.GradientCheckpointing);
        Say("floor", $"{bare:0.000} s for {operations / 1e12:0.00} TFLOP of matrix products ({operations / bare / 1e9:0} GFLOP/s)");
        Say("s/step over the floor", $"{seconds / bare:0.00}");
    }

    private Placement Placement() => options.Compute switch
    {
        "bf16" => new Placement(ScalarType.BFloat16, device),
        "fp32" => new Placement(ScalarType.Float32, device),
        _ => Precision.For(model.Sizes, device),
    };

    private void Say(string what, FormattableString value) => Say(what, value.ToString(CultureInfo.InvariantCulture));

    private void Say(string what, string value)
    {
        output.WriteLine($"{what + ":",-24}{value}");
        output.Flush();
    }

    private static string Gb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.000} GB");
}
