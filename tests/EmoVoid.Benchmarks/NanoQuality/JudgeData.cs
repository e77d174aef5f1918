using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>Pictures with what they show: (N, 3, H, W) uint8 and (N, traits) int64.</summary>
internal sealed record JudgeData(Tensor Pictures, Tensor Labels) : IDisposable
{
    private const int Creatures = 4096, Mochis = 512, Reconstructed = 768;

    /// <summary>Every so many creatures one of a combination that the base was not trained on: the judge must know those too.</summary>
    private const int HeldOutEvery = 5;

    /// <summary>Seeds of drawings that no model has seen.</summary>
    private const long TrainingSeed = 9001, TestSeed = 9002;

    /// <summary>How far at most latents are moved before they are shown: samples are not as clean as drawings.</summary>
    private const double MostDisturbed = 0.35;

    /// <summary>To train the judge on: drawings, and what the VAE makes of the first of them, so that it judges a sample for what it shows.</summary>
    public static JudgeData Training(QwenImageVae vae)
    {
        using var drawn = DrawCreatures(Creatures, TrainingSeed, i => i % HeldOutEvery == 0 ? CreatureWorld.HeldOut(TrainingSeed, i) : CreatureWorld.Trained(TrainingSeed, i));
        using var mochi = DrawMochi(Mochis, TrainingSeed, i => i % 2 == 0 ? MochiWorld.HeldOut(TrainingSeed, i) : MochiWorld.Trained(TrainingSeed, i));
        using var all = Join(mochi, drawn);
        using var some = all.First(Reconstructed).Through(vae, Disturb);
        return Join(all, some);
    }

    /// <summary>Drawings of combinations that the base was not trained on.</summary>
    public static JudgeData HeldOut(int count) => DrawCreatures(count, TestSeed, i => CreatureWorld.HeldOut(TestSeed, i));

    public static Tensor LabelsOf(IEnumerable<Creature> creatures) =>
        stack([.. creatures.Select(c => tensor(Trait.All.Select(trait => (long)trait.OfCreature(c)).ToArray()))]);

    public static Tensor LabelsOf(IEnumerable<MochiScene> scenes) =>
        stack([.. scenes.Select(m => tensor(Trait.All.Select(trait => (long)trait.OfMochi(m)).ToArray()))]);

    /// <summary>As the VAE shows them.</summary>
    public JudgeData Through(QwenImageVae vae, Func<Tensor, Tensor>? disturb = null) => new(NanoQuality.Pictures.Reconstruct(vae, Pictures, disturb), Labels.alias());

    public void Dispose()
    {
        Pictures.Dispose();
        Labels.Dispose();
    }

    /// <summary>Latents as those of samples may be: not as clean as those of drawings.</summary>
    public static Tensor Disturb(Tensor latents) => latents + randn_like(latents) * rand(latents.shape[0], 1, 1, 1) * MostDisturbed;

    private JudgeData First(int count) => new(Pictures.narrow(0, 0, count), Labels.narrow(0, 0, count));

    private static JudgeData DrawCreatures(int count, long seed, Func<int, Creature> creature) =>
        new(NanoQuality.Pictures.Draw(count, i => CreaturePainter.Paint(creature(i), seed, i)), LabelsOf(Enumerable.Range(0, count).Select(creature)));

    private static JudgeData DrawMochi(int count, long seed, Func<int, MochiScene> scene) => new(
        NanoQuality.Pictures.Draw(count, i => MochiPainter.Paint(scene(i), seed, i, CreatureWorld.Side)),
        LabelsOf(Enumerable.Range(0, count).Select(scene)));

    private static JudgeData Join(JudgeData a, JudgeData b) => new(cat([a.Pictures, b.Pictures]), cat([a.Labels, b.Labels]));
}
