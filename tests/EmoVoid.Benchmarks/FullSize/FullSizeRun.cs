using System.Globalization;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Models;
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
    /// <summary>
    /// A small model's tensors get pages of their own too, as the large model's have by their size. In the C library's heap they leave holes
    /// that no other fits in, and those would be measured: up to twice what is in use.
    /// </summary>
    private const int SmallTensor = 1 << 16;

    private readonly RandomModel model = options.IsSmall ? RandomModel.Small : RandomModel.Full;
    private readonly Device device = torch.device(options.Device);

    private long Tokens => model.Sizes.Tokens((long)options.Resolution * options.Resolution);

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
        if (options.IsSmall)
            Malloc.KeepNothing(from: SmallTensor);
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
        var estimate = MemoryEstimate.Of(model.Sizes, new StepSize(Tokens, 1, options.Rank, placement.Type == ScalarType.Float32 ? 4 : 2), options.Mode, device.type == DeviceType.CUDA);
        Say("mode", $"{options.Mode}, computed in {placement.Type} on {options.Device}, {options.Resolution}², rank {options.Rank}, {get_num_threads()} threads");

        using var memory = new MemoryProbe(device);
        var start = TimeProvider.System.GetTimestamp();
        using var dit = AnimaDit.Load(file, placement, options.Mode);
        Say("load time", $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
        Say("load peak", $"{Gb(memory.Peak)} over the start, for {Gb(estimate.Weights + estimate.HostWeights)} of weights: × {memory.Peak / (double)(estimate.Weights + estimate.HostWeights):0.000}");

        using var lora = LoraNetwork.Attach(dit, options.Rank, alpha: 1, seed: 1);
        using var optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings());
        var steps = Enumerable.Range(1, options.Steps).Select(step => Spent.On(() => Step(dit, lora, optimizer, step))).ToList();
        var best = steps.Aggregate(Spent.Best);
        var measured = memory.Peak;
        Say("peak memory", $"{Gb(measured)} over the start; estimated {Gb(estimate.Total)}: × {estimate.Total / (double)measured:0.000}");
        Say("process peak", $"{Gb(PeakMemory.Most)} resident, libraries included");
        Say("s/step", $"{best.Seconds:0.000} (best of {options.Steps}; {string.Join(", ", steps.Select(step => step.Seconds.ToString("0.000", CultureInfo.InvariantCulture)))})");
        SayFloor(placement, best);
        if (dit.Swap is { } swap)
            Say("swap", $"at most {swap.MostOnDevice} of {model.Sizes.Blocks} blocks on the device, {swap.Loads} journeys");
    }

    private void Step(AnimaDit dit, LoraNetwork lora, EmoVoidOptimizer optimizer, int step)
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, model.Dit.Channels, options.Resolution / 8, options.Resolution / 8];
        var (x, noise, sigma) = (FlowDraws.Noise(2, step, shape).to(device), FlowDraws.Noise(1, step, shape).to(device), FlowDraws.Sigma(1, step, 1).to(device));
        var context = FlowDraws.Noise(3, step, [1, AnimaDitSizes.ContextRows, model.Dit.Context]).to(device);
        using var loss = Flow.Loss(dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, context), Flow.Velocity(x, noise));
        lora.ZeroGradients();
        BackwardPass.Run(loss);
        optimizer.Step(loss.item<float>(), lora.Gradients);
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }

    private void SayFloor(Placement placement, Spent step)
    {
        using var grad = no_grad();
        var floor = new MatrixFloor(model.Sizes, Tokens, placement.Type, device);
        var bare = floor.Time(options.Mode.GradientCheckpointing);
        var operations = floor.Operations(options.Mode.GradientCheckpointing);
        Say("floor", $"{bare.Seconds:0.000} s for {operations / 1e12:0.00} TFLOP of matrix products ({operations / bare.Seconds / 1e9:0} GFLOP/s)");
        Say("s/step over the floor", $"{step.Seconds / bare.Seconds:0.00}");
        if (device.type == DeviceType.CPU)
            Say("in processor time", $"{step.Processor / bare.Processor:0.00} ({step.Processor:0.000} s over {bare.Processor:0.000} s)");
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
