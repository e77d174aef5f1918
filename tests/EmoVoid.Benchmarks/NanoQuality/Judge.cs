using System.Text;
using EmoVoid.Safetensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>A small convolutional network that says what a picture shows. It has learned from drawings alone and knows no prompt.</summary>
/// <param name="values">How many values each thing that it tells has, in the order of the labels.</param>
internal sealed class Judge(IReadOnlyList<int> values) : IDisposable
{
    private const int Width = 192, Batch = 64;
    private const double Rate = 3e-3;

    private readonly Sequential body = Sequential(                                     // 64 × 64
        Conv2d(3, 32, 5, stride: 2, padding: 2), BatchNorm2d(32), ReLU(),              // 32 × 32
        Conv2d(32, 64, 3, stride: 2, padding: 1), BatchNorm2d(64), ReLU(),             // 16 × 16
        Conv2d(64, 96, 3, padding: 1), BatchNorm2d(96), ReLU(),                        // 16 × 16
        Conv2d(96, 128, 3, stride: 2, padding: 1), BatchNorm2d(128), ReLU(),           // 8 × 8
        Conv2d(128, 128, 3, stride: 2, padding: 1), BatchNorm2d(128), ReLU(),          // 4 × 4
        Flatten(), Dropout(0.2), Linear(128 * 4 * 4, Width), ReLU());

    private readonly Linear heads = Linear(Width, values.Sum());

    /// <summary>For the traits of the world and of Mochi.</summary>
    public static Judge Train(JudgeData data, int steps, Action<string> say) => Train(data, [.. Trait.All.Select(trait => trait.Values)], steps, say);

    public static Judge Train(JudgeData data, IReadOnlyList<int> values, int steps, Action<string> say)
    {
        var judge = new Judge(values);
        judge.Learn(data, steps, say);
        judge.body.eval();
        return judge;
    }

    /// <summary>A judge that <see cref="Write"/> has written.</summary>
    public static Judge Read(string file, IReadOnlyList<int> values)
    {
        var judge = new Judge(values);
        using var reader = new BinaryReader(File.OpenRead(file));
        foreach (var part in judge.Parts)
            part.load(new MemoryStream(reader.ReadBytes(reader.ReadInt32())));
        judge.body.eval();
        return judge;
    }

    /// <summary>Whole or not at all.</summary>
    public void Write(string file) => DurableFile.Write(file, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        foreach (var part in Parts)
        {
            using var bytes = new MemoryStream(); // TorchSharp closes the stream that it saves to
            part.save(bytes);
            var saved = bytes.ToArray();
            writer.Write(saved.Length);
            writer.Write(saved);
        }
    });

    private nn.Module[] Parts => [body, heads];

    /// <summary>How often it finds what the pictures show, by trait.</summary>
    public double[] Accuracy(JudgeData data)
    {
        using var scope = NewDisposeScope();
        return Found(data.Pictures, data.Labels).to(float32).mean([0]).data<float>().Select(share => (double)share).ToArray();
    }

    /// <summary>(N, traits) bool: whether a picture shows what it should.</summary>
    public Tensor Found(Tensor pictures, Tensor labels)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var logits = heads.forward(Features(pictures));                                // (N, all values)
        return stack([.. PerTrait(logits).Select((one, i) => one.argmax(1) == labels.select(1, i))], dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>(N, 192): what the heads see of pictures.</summary>
    public Tensor Features(Tensor pictures)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        return cat([.. pictures.split(Batch).Select(part => body.forward(Half(part)))]).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        body.Dispose();
        heads.Dispose();
    }

    private void Learn(JudgeData data, int steps, Action<string> say)
    {
        using var all = NewDisposeScope();
        var pictures = cat([.. data.Pictures.split(Batch).Select(part => Pictures.ToBytes(Half(part)))]); // (N, 3, 64, 64)
        using var optimizer = optim.AdamW([.. body.parameters(), .. heads.parameters()], Rate, weight_decay: 1e-3);
        for (var step = 1; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = Rate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)) * Math.Min(1, step / 30.0);
            var chosen = randint(0, pictures.shape[0], Batch);                         // (B)
            var logits = heads.forward(body.forward(Varied(pictures.index_select(0, chosen))));
            var labels = data.Labels.index_select(0, chosen);                          // (B, traits)
            var losses = PerTrait(logits).Select((one, i) => functional.cross_entropy(one, labels.select(1, i), ignore_index: Trait.Unknown));
            var loss = stack(losses).sum();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            if (step % 100 == 0)
                say($"judge: step {step} of {steps}, loss {loss.item<float>():0.000}");
        }
    }

    private Tensor[] PerTrait(Tensor logits) => logits.split([.. values.Select(count => (long)count)], dim: 1);

    /// <summary>At half the size everything can still be told apart, for a quarter of the work: (B, 3, 128, 128) → (B, 3, 64, 64) in −1..1.</summary>
    private static Tensor Half(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        return functional.avg_pool2d(Pictures.ToSigned(pictures), 2).MoveToOuterDisposeScope();
    }

    /// <summary>Moved, blurred, noisy, brighter or darker: what a sample may be without showing something else.</summary>
    private static Tensor Varied(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var x = Pictures.ToSigned(pictures);                                           // (B, 3, H, W)
        var (b, h, w) = (x.shape[0], x.shape[2], x.shape[3]);
        var blurred = functional.avg_pool2d(functional.pad(x, [1, 1, 1, 1], PaddingModes.Replicate), 3, stride: 1);
        x = x.lerp(blurred, rand(b, 1, 1, 1) * 0.6);
        x = x * (0.85 + 0.3 * rand(b, 1, 1, 1)) + 0.15 * (rand(b, 3, 1, 1) - 0.5);
        x = x + randn_like(x) * 0.15 * rand(b, 1, 1, 1);
        var (dy, dx) = (Random(5), Random(5));
        return functional.pad(x, [2, 2, 2, 2], PaddingModes.Replicate).narrow(2, dy, h).narrow(3, dx, w).MoveToOuterDisposeScope();
    }

    private static long Random(long below) => randint(0, below, 1).item<long>();
}
