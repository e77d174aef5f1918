using System.IO.Enumeration;
using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Models;

/// <summary>Finds the files of a configured model: where the configuration names them, else in ComfyUI's tree; tokenizers also beside the text encoder.</summary>
/// <param name="root">What relative paths count from.</param>
internal sealed class ModelFinder(string name, ModelFiles files, string root)
{
    /// <summary>Folders that tokenizers lie in, below one that holds several things; the last is that folder itself.</summary>
    private static readonly string[] Qwen3Folders = ["qwen3", "qwen25_tokenizer", "tokenizer", ""], T5Folders = ["t5", "t5_tokenizer", "tokenizer_2", ""];

    /// <summary>The parts that no <see cref="ModelPart"/> stands for.</summary>
    public const string Qwen3Tokenizer = "Qwen3Tokenizer", T5Tokenizer = "T5Tokenizer";

    private readonly List<string> lost = [];
    private readonly Dictionary<string, string> found = [];
    private readonly HashSet<string> ambiguous = [];

    /// <summary>Where ComfyUI looks for models; its own folder is understood as well.</summary>
    private readonly string? comfyModels = files.ComfyUI is { Length: > 0 } comfy ? ModelsFolder(Path.GetFullPath(comfy, root)) : null;

    /// <summary>Where each part was found, or is said to be by the configuration.</summary>
    public IReadOnlyDictionary<string, string> Found => found;

    /// <summary>Parts for which there are several files.</summary>
    public IReadOnlySet<string> Ambiguous => ambiguous;

    public BaseModel Find()
    {
        var dit = Network(ModelPart.Dit, files.Dit, ["diffusion_models", "unet"], ["anima*.safetensors"], "anima-*.safetensors");
        var textEncoder = Network(ModelPart.TextEncoder, files.TextEncoder, ["text_encoders", "clip"], ["qwen_3_06b_base.safetensors", "qwen*3*0*6b*.safetensors"], "qwen_3_06b_base.safetensors");
        var vae = Network(ModelPart.Vae, files.Vae, ["vae"], ["qwen_image_vae.safetensors", "qwen*image*vae*.safetensors"], "qwen_image_vae.safetensors");
        var qwen3 = Tokenizer("Qwen3", Qwen3Tokenizer, Qwen3Folders, textEncoder, TokenizerFiles.Qwen3, TokenizerFiles.OfQwen3);
        var t5 = Tokenizer("T5", T5Tokenizer, T5Folders, textEncoder, OnlyT5, TokenizerFiles.OfT5);
        var plan = lost.Count > 0 ? null : new ModelPlan(name, dit!, textEncoder!, vae!, Path.GetDirectoryName(qwen3)!, Qwen3Tokenizer: qwen3, T5Tokenizer: t5);
        return new BaseModel(name, plan, files.Resolution, lost);
    }

    internal static string ModelsFolder(string comfy) => Directory.Exists(Path.Combine(comfy, "models")) ? Path.Combine(comfy, "models") : comfy;

    /// <param name="patterns">The first that fits any file decides.</param>
    /// <param name="wanted">The file to get when there is none.</param>
    private string? Network(ModelPart part, string? configured, string[] folders, string[] patterns, string wanted)
    {
        if (configured is { Length: > 0 })
            return found[part.Key] = Path.GetFullPath(configured, root);
        var places = folders.Select(folder => Path.Combine(comfyModels!, folder)).ToList();
        var there = places.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToList();
        var fitting = patterns.Select(pattern => there.Where(file => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file))).ToList()).FirstOrDefault(some => some.Count > 0);
        if (fitting is [var only])
            return found[part.Key] = only;
        if (fitting is not null)
            ambiguous.Add(part.Key);
        lost.Add(fitting is null
            ? $"There is no {wanted} in {places[0]}. Get it from circlestone-labs/Anima on Hugging Face and put it there, or set EmoVoid:Models:{name}:{part.Key} to where it is."
            : $"Several files may be {part.What}: {string.Join(", ", fitting)}. Set EmoVoid:Models:{name}:{part.Key} to the one that is meant.");
        return null;
    }

    private string? Tokenizer(string what, string key, string[] folders, string? textEncoder, Func<string, IReadOnlyList<string>?> filesIn, string expected)
    {
        var roots = TokenizerRoots(textEncoder).Distinct().ToList();
        var place = roots.SelectMany(from => folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.Combine(from, folder)))).FirstOrDefault(folder => filesIn(folder) is not null);
        if (place is not null)
            found[key] = place;
        else
            lost.Add($"{what}'s tokenizer was not found in {string.Join(" or ", roots)}. Put {expected} into a folder {folders[0]} there, or set EmoVoid:Models:{name}:Tokenizers to the folder that holds {folders[0]}.");
        return place;
    }

    /// <summary>Where either tokenizer may be; a configured folder is the only place then.</summary>
    private IEnumerable<string> TokenizerRoots(string? textEncoder)
    {
        if (files.Tokenizers is { Length: > 0 } configured)
        {
            yield return Path.GetFullPath(configured, root);
            yield break;
        }

        if (textEncoder is not null)
        {
            var folder = Directory.Exists(textEncoder) ? textEncoder : Path.GetDirectoryName(textEncoder)!;
            yield return folder;
            yield return Path.Combine(folder, "tokenizers");
            yield return Path.GetDirectoryName(folder) ?? folder;
        }

        if (comfyModels is not null)
            yield return Path.GetFullPath(Path.Combine(comfyModels, "..", "comfy", "text_encoders"));
    }

    /// <summary>A <c>tokenizer.json</c> right beside the text encoder is the text encoder's own.</summary>
    private static IReadOnlyList<string>? OnlyT5(string place) =>
        TokenizerFiles.T5(place) is { } found && (T5Folders.Contains(Path.GetFileName(place)) || Path.GetFileName(found[0]) == TokenizerFiles.SentencePiece) ? found : null;
}
