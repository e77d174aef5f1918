using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>What comes before the DiT: a caption and a picture are encoded, and all that did it is gone again.</summary>
internal sealed class Encoders(RandomModel model, string folder, string dit, int resolution, Device device, Action<string, string> say)
{
    private const long Tokens = 512;

    public void Run()
    {
        using var grad = no_grad();
        var before = PeakMemory.Now;
        PeakMemory.Reset();
        Encode();
        say("encoders", FormattableString.Invariant($"peak {(PeakMemory.Most - before) / 1e9:0.000} GB over the start, {(PeakMemory.Now - before) / 1e9:0.000} GB left behind"));
    }

    private void Encode()
    {
        using var scope = NewDisposeScope();
        using (var vae = QwenImageVae.Load(RandomModel.Write(folder, "vae.safetensors", model.Vae.All), new Placement(ScalarType.Float32, device)))
            vae.Encode(rand([1, 3, resolution, resolution], device: device) * 2 - 1);

        var placement = new Placement(device.type == TorchSharp.DeviceType.CPU ? ScalarType.Float32 : ScalarType.BFloat16, device);
        using var qwen = Qwen3.Load(RandomModel.Write(folder, "qwen3.safetensors", model.TextEncoder.All), placement);
        using var adapter = LlmAdapter.Load(dit, placement);
        var (ids, mask) = (arange(Tokens, dtype: int64, device: device).unsqueeze(0) % 300, ones([1, Tokens], dtype: int64, device: device));
        adapter.Forward(qwen.Forward(ids, mask), mask, ids, mask);
    }
}
