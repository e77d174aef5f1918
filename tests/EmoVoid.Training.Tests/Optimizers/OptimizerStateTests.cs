using EmoVoid.Contracts.Light;
using EmoVoid.Safetensors;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Optimizers;

public sealed class OptimizerStateTests
{
    private const int LastStep = 130;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_cut_in_two_ends_with_the_same_bits_wherever_it_is_cut(bool useShadow)
    {
        var run = new SeededRun(2, "flutters around the stop loss");
        var settings = new EmoVoidSettings(SeededRun.StopLoss, UseShadow: useShadow);
        using var whole = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(whole, settings);
        var steps = run.Train(optimizer, 1, LastStep);
        var turnOn = steps.FindIndex(56, step => step.TurnedOn) + 1;
        Assert.True(turnOn > 57, "the light never turned on after the first window");

        foreach (var cut in new[] { 1, 2, 30, 55, 56, 57, turnOn - 1, turnOn, turnOn + 1 })
        {
            var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
            TrainAndSave(run, settings, cut, file);
            Assert.Equal(whole.data<float>().ToArray(), LoadAndTrain(run, settings, cut, file));
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3.8")]
    [InlineData("3.8.12")]
    [InlineData("nonsense")]
    public void A_state_from_before_3_9_is_refused_with_the_reason(string? version)
    {
        var metadata = new Dictionary<string, string>(new OptimizerState(new ControllerState(), null, null).ToMetadata());
        metadata.Remove("emovoid.version");
        if (version is not null)
            metadata["emovoid.version"] = version;

        var refusal = Assert.Throws<InvalidDataException>(() => OptimizerState.FromMetadata(metadata));
        Assert.Contains("before 3.9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_a_later_version_is_refused_too()
    {
        var metadata = new Dictionary<string, string>(new OptimizerState(new ControllerState(), null, null).ToMetadata()) { ["emovoid.version"] = "4.0" };
        Assert.Throws<InvalidDataException>(() => OptimizerState.FromMetadata(metadata));
    }

    [Theory]
    [InlineData("emovoid.controller", "{")]
    [InlineData("emovoid.controller", "null")]
    [InlineData("emovoid.previous_norm", "many")]
    public void A_damaged_state_is_refused(string key, string value)
    {
        var metadata = new Dictionary<string, string>(new OptimizerState(new ControllerState(), 1.5, null).ToMetadata()) { [key] = value };
        Assert.Throws<InvalidDataException>(() => OptimizerState.FromMetadata(metadata));
    }

    [Fact]
    public void A_shadow_of_another_LoRA_is_refused()
    {
        using var p = ones(8);
        using var shadow = ones(9);
        Assert.Throws<ArgumentException>(() =>
            new EmoVoidOptimizer(p, new EmoVoidSettings(UseShadow: true), new OptimizerState(new ControllerState(), null, shadow)));
    }

    private static void TrainAndSave(SeededRun run, EmoVoidSettings settings, int cut, string file)
    {
        using var p = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(p, settings);
        run.Train(optimizer, 1, cut);

        var state = optimizer.State;
        var entries = new List<SafetensorsWriter.Entry> { Entry("p", p) };
        if (state.Shadow is { } shadow)
            entries.Add(Entry(OptimizerState.ShadowName, shadow));
        SafetensorsWriter.Write(file, entries, state.ToMetadata());
    }

    private static float[] LoadAndTrain(SeededRun run, EmoVoidSettings settings, int cut, string file)
    {
        using var saved = SafetensorsFile.Open(file);
        using var p = Read(saved, "p");
        using var shadow = settings.UseShadow ? Read(saved, OptimizerState.ShadowName) : null;
        using var optimizer = new EmoVoidOptimizer(p, settings, OptimizerState.FromMetadata(saved.Metadata, shadow));
        run.Train(optimizer, cut + 1, LastStep);
        return p.data<float>().ToArray();
    }

    private static SafetensorsWriter.Entry Entry(string name, Tensor x) =>
        SafetensorsWriter.Entry.Of(name, TensorType.F32, x.shape, x.bytes.ToArray());

    private static Tensor Read(SafetensorsFile file, string name) =>
        tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.Bytes(name)).ToArray());
}
