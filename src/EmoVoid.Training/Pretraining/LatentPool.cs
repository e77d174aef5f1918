using EmoVoid.Safetensors;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>The latents of the pictures of the second stage, computed once and kept in a file.</summary>
internal static class LatentPool
{
    private const int AtOnce = 32;
    private const string Name = "latents";

    /// <returns>(N, C, h, w) bfloat16</returns>
    public static Tensor ReadOrCompute(string path, QwenImageVae vae, PretrainingRecipe recipe, Action<string> say, CancellationToken stop)
    {
        if (!File.Exists(path))
        {
            using var scope = NewDisposeScope();
            SafetensorsWriter.Write(path, [Compute(vae, recipe, say, stop).ToEntry(Name)]);
        }

        using var file = SafetensorsFile.Open(path);
        return file.Load(Name);
    }

    private static Tensor Compute(QwenImageVae vae, PretrainingRecipe recipe, Action<string> say, CancellationToken stop)
    {
        var latents = new List<Tensor>();
        foreach (var indices in Enumerable.Range(0, recipe.Pictures).Chunk(AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            latents.Add(vae.Encode(Drawings.Trained(recipe.Seed, indices)).to(bfloat16).MoveToOuterDisposeScope()); // (B, C, h, w)
            if (latents.Count % AtOnce == 0)
                say($"latents: {latents.Count * AtOnce} of {recipe.Pictures}");
        }

        return cat(latents);
    }
}
