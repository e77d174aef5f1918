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
            if (arguments is ["--help"])
            {
                output.WriteLine(FullSizeOptions.Usage);
                return 0;
            }

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
        var floor = new MatrixFloor(model.Sizes, Tokens, placement.Type, device);
        var turns = Enumerable.Range(1, options.Steps).Select(step => new Turn(Spent.On(() => Step(dit, lora, optimizer, step)), memory.Peak, PeakMemory.Most, Time(floor))).ToList();
        var measured = turns[0].Peak;
        Say("peak memory", $"{Gb(measured)} over the start; estimated {Gb(estimate.Total)}: × {estimate.Total / (double)measured:0.000}");
        Say("process peak", $"{Gb(turns[0].ProcessPeak)} resident, libraries included");
        Say("s/step", Figures(turns, turn => turn.Step.Seconds));
        Say("floor", $"{Figures(turns, turn => turn.Floor.Seconds)} for {floor.Operations(options.Mode.GradientCheckpointing) / 1e12:0.00} TFLOP of matrix products");
        Say("s/step over the floor", Figures(turns, turn => turn.Step.Seconds / turn.Floor.Seconds));
        if (device.type == DeviceType.CPU)
            Say("in processor time", Figures(turns, turn => turn.Step.Processor / turn.Floor.Processor));
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

    private Spent Time(MatrixFloor floor)
    {
        using var grad = no_grad();
        return floor.Time(options.Mode.GradientCheckpointing);
    }

    private Placement Placement() => options.Compute switch
    {
        "bf16" => new Placement(ScalarType.BFloat16, device),
        "fp32" => new Placement(ScalarType.Float32, device),
        _ => Precision.For(model.Sizes, device),
    };

    /// <summary>The median, and every one in its order.</summary>
    private static string Figures(List<Turn> turns, Func<Turn, double> figure)
    {
        var all = turns.Select(figure).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Median(all):0.000} (median of {string.Join(", ", all.Select(one => one.ToString("0.000", CultureInfo.InvariantCulture)))})");
    }

    private static double Median(IEnumerable<double> all)
    {
        var sorted = all.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private void Say(string what, FormattableString value) => Say(what, value.ToString(CultureInfo.InvariantCulture));

    private void Say(string what, string value)
    {
        output.WriteLine($"{what + ":",-24}{value}");
        output.Flush();
    }

    /// <summary>A step and, at once after it, its floor: the speed of a shared machine changes within minutes.</summary>
    /// <param name="Peak">Up to the end of the step; only the first one's is without what a floor takes for its operands.</param>
    private readonly record struct Turn(Spent Step, long Peak, long ProcessPeak, Spent Floor);

    private static string Gb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.000} GB");
}
