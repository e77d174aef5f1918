using EmoVoid.Contracts.Lora;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Models;
using EmoVoid.Core.Trainers.Kohya;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>What is to be trained by kohya's scripts can be: they are there, and can do what is asked for.</summary>
internal sealed class KohyaRule : IPreflightRule
{
    /// <summary>numpy's seed has 32 bits, and the scripts give it ours.</summary>
    private const long LargestSeed = uint.MaxValue;

    /// <summary>Pictures that their image library reads, and the scripts look for, whatever is installed beside it.</summary>
    private static readonly string[] Formats = [".png", ".jpg", ".jpeg", ".webp"];

    private static readonly string Key = $"{SidecarSchema.Trainer.Name} = \"{TrainerName.Kohya}\"";

    public IEnumerable<Finding> Check(Candidate candidate) => candidate.Sidecar.IsForKohya
        ? [.. Problems(candidate).Select(Finding.Problem), .. Notes(candidate).Select(Finding.Note)]
        : [];

    private static IEnumerable<string> Problems(Candidate candidate) =>
        [.. candidate.Kohya?.Problems ?? [], .. ModelProblems(candidate), .. SettingProblems(candidate.Sidecar), .. FolderProblems(candidate)];

    private static IEnumerable<string> ModelProblems(Candidate candidate)
    {
        if (candidate.ModelName == ModelCatalog.BuiltIn)
            yield return $"{Key} cannot train {ModelCatalog.BuiltIn}: the scripts know Anima's own sizes only. Write model = \"…\" with the name of an Anima of the daemon's configuration, or take another trainer.";
        if (candidate.Model?.Files is not { } files || candidate.ModelVerdict is not { IsReady: true })
            yield break;
        foreach (var (what, path) in new[] { ("diffusion transformer", files.Dit), ("text encoder", files.TextEncoder), ("VAE", files.Vae) })
            if (Directory.Exists(path) && KohyaArguments.OnlyFile(path) == path && (what != "text encoder" || !File.Exists(Path.Combine(path, "config.json"))))
                yield return $"{Key} needs the {what} as one file, and {path} has it in several. Get it as one safetensors file.";
    }

    private static IEnumerable<string> SettingProblems(Sidecar sidecar)
    {
        if (sidecar.Fit == "native")
            yield return Cannot(SidecarSchema.Fit, "\"native\"", "the scripts have buckets only. Remove it");
        if (sidecar.MasksByFolder)
            yield return Cannot(SidecarSchema.Mask, $"\"{sidecar.Mask}\"", "the scripts take masks from alpha channels only. Write \"alpha\" or \"none\"");
        if (sidecar.GradientAccumulation > 1)
            yield return Cannot(SidecarSchema.GradientAccumulation, $"{sidecar.GradientAccumulation}", "EmoVoid would see each loss divided by it, and its light would come too early. Take train.batch_size");
        if (sidecar.Memory?.Base == BaseWeights.Int8)
            yield return Cannot(SidecarSchema.MemoryBase, "\"int8\"", "the scripts keep Anima in bfloat16 only. Remove it; memory.blocks_to_swap saves memory too");
        if (sidecar.Format != "kohya")
            yield return Cannot(SidecarSchema.Format, $"\"{sidecar.Format}\"", "the scripts write their own spelling only, which ComfyUI reads too. Remove it");
        if (sidecar.Seed > LargestSeed)
            yield return Cannot(SidecarSchema.Seed, $"{sidecar.Seed}", $"the scripts take at most {LargestSeed}");
    }

    private static IEnumerable<string> FolderProblems(Candidate candidate)
    {
        var unread = candidate.Folder.Images.Select(image => image.File).Where(file => !Formats.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).ToList();
        if (unread.Count > 0)
            yield return $"{Key}: the scripts do not read {Wording.Count(unread.Count, "picture", "pictures")}: {unread.List()}. Convert to png, jpg or webp.";
        if (candidate.Sidecar.Network is { } network && IsInComfyUisSpelling(Path.Combine(candidate.Folder.Path, network)))
            yield return $"{Key}: {network} is spelled as ComfyUI spells, and the scripts would begin afresh without a word. Convert it with their networks/convert_anima_lora_to_comfy.py --reverse.";
        if (candidate.Buckets is { Smallest: { } smallest } && candidate.Settings is { } settings && smallest > settings.Resolution)
            yield return $"min_bucket_reso is {smallest}, above the resolution {settings.Resolution}, which the scripts refuse. Make it smaller, or remove it.";
        if (candidate.Buckets is { Largest: { } largest } && candidate.Settings is { } train && largest < train.Resolution)
            yield return $"max_bucket_reso is {largest}, below the resolution {train.Resolution}, which the scripts refuse. Make it larger, or remove it.";
    }

    private static IEnumerable<string> Notes(Candidate candidate)
    {
        yield return "Kohya's scripts hold the model in their own way: whether it fits the device's memory is not checked. memory.blocks_to_swap, or EmoVoid:Kohya:LowVram, makes it fit.";
        if (candidate.Sidecar.ShuffleTags)
            yield return $"{SidecarSchema.ShuffleTags.Name}: captions in another order each time cannot be encoded beforehand, so the text encoder stays on the device.";
        if (candidate.Sidecar.CaptionVariants is not null)
            yield return $"{SidecarSchema.CaptionVariants.Name} does nothing: kohya's scripts make a new order at every step.";
    }

    private static string Cannot(SidecarKey key, string value, string why) => $"{key.Name} is {value}, which {Key} cannot do: {why}.";

    // What is wrong with the file itself, another rule tells.
    private static bool IsInComfyUisSpelling(string path)
    {
        try
        {
            return LoraSpelling.Of([.. SafetensorsHeader.Read(path).Tensors.Keys]) == LoraSpelling.ComfyUi;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
