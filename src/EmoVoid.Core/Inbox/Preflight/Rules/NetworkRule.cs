using System.Globalization;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The LoRA that a run is to go on from lies in the folder, is a LoRA of the DiT, and has the rank and alpha that are asked for.</summary>
internal sealed class NetworkRule : IPreflightRule
{
    /// <summary>A file in bfloat16 keeps eight bits of alpha.</summary>
    private const double AlphaRounding = 1.0 / 256;

    private static readonly string Key = SidecarSchema.Network.Name;

    public IEnumerable<Finding> Check(Candidate candidate) =>
        candidate.Sidecar.Network is { } network ? Problems(candidate, network).Select(Finding.Problem) : [];

    private static IEnumerable<string> Problems(Candidate candidate, string network)
    {
        var file = Path.GetFullPath(Path.Combine(candidate.Folder.Path, network));
        // The folder moves as a whole: a path that leads out of it would not be there when the run starts.
        if (Path.IsPathRooted(network) || !file.StartsWith(candidate.Folder.Path + '/', StringComparison.Ordinal))
            return [$"{Key} is \"{network}\", which leads out of the folder. Put the LoRA into the folder, and write its name."];
        // Links and pipes are a problem of their own, and none of them is opened.
        if (candidate.Folder.Links.Concat(candidate.Folder.Specials).Contains(Path.GetRelativePath(candidate.Folder.Path, file)))
            return [];
        if (!PlainFile.Is(file))
            return [$"{Key} is \"{network}\", and there is no such file in the folder. Put the LoRA there, or correct the name."];
        try
        {
            return Problems(candidate.Sidecar, network, LoraHeader.Read(file));
        }
        catch (Exception e) when (e is SafetensorsException or UnauthorizedAccessException)
        {
            return [$"{Key}: {network} cannot be read as a LoRA: {e.Message}"];
        }
    }

    private static IEnumerable<string> Problems(Sidecar sidecar, string network, LoraHeader lora)
    {
        if (lora.Ranks.Count == 0)
        {
            yield return $"{Key}: {network} is no LoRA for the DiT: it has no tensor like lora_unet_….lora_down.weight or diffusion_model.….lora_A.weight.";
            yield break;
        }

        if (lora.Strangers.Count > 0)
            yield return $"{Key}: {network} has {Wording.Count(lora.Strangers.Count, "tensor", "tensors")} of something that is not trained here: {lora.Strangers.List()}. Take a LoRA of the DiT alone.";
        if (lora.Ranks.Count > 1 || lora.Alphas.Count > 1)
            yield return $"{Key}: {network} has layers of the ranks {List(lora.Ranks)} and alphas {List(lora.Alphas)}; only one rank and one alpha for all can be gone on from.";
        else if (lora.Ranks[0] != sidecar.Rank || Math.Abs(lora.Alphas[0] - sidecar.Alpha) > AlphaRounding * sidecar.Alpha)
            yield return $"{Key}: {network} has rank {Text(lora.Ranks[0])} and alpha {Text(lora.Alphas[0])}, but rank {Text(sidecar.Rank)} and alpha {Text(sidecar.Alpha)} are asked for. "
                + $"Write {SidecarSchema.Rank.Name} = {Text(lora.Ranks[0])} and {SidecarSchema.Alpha.Name} = {Text(lora.Alphas[0])}.";
    }

    private static string List<T>(IEnumerable<T> numbers) where T : IFormattable => string.Join(", ", numbers.Select(number => Text(number)));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
