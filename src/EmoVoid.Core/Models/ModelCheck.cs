using EmoVoid.Contracts.Models;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Models;

/// <summary>Whether a base model can be trained on.</summary>
/// <param name="Sizes">Null when they cannot be told: a file is wrong, or the built-in model was not made yet.</param>
/// <param name="Parts">Each file or folder with what is wrong with it; none when files could not even be found.</param>
/// <param name="Problems">All of them, a sentence each.</param>
public sealed record ModelVerdict(string Name, BaseModelSizes? Sizes, IReadOnlyList<PartVerdict> Parts, IReadOnlyList<string> Problems)
{
    public bool IsReady => Problems.Count == 0;
}

/// <summary>Looks at the files of base models: at their headers, which takes milliseconds, and on request at every number.</summary>
public static class ModelCheck
{
    public static ModelVerdict Check(BaseModel model)
    {
        // The trainer makes the built-in model, and mends it: what is missing or wrong there is no one's mistake.
        if (model.Files is not { } files || (files.BuiltIn && !File.Exists(files.Dit)))
            return new ModelVerdict(model.Name, null, [], model.Lost);
        var verdict = BaseModelVerdict.Of(files, path => SafetensorsSet.ReadHeaders(path).ToDictionary(tensor => tensor.Name, tensor => new FoundTensor(tensor.Shape, tensor.Type.FileName())));
        return new ModelVerdict(model.Name, verdict.Sizes, verdict.Parts, files.BuiltIn ? [] : [.. verdict.Problems]);
    }

    /// <summary>Reads every number of a model that is ready.</summary>
    /// <returns>The tensors that hold numbers which are infinite or not a number.</returns>
    public static IEnumerable<string> NotFinite(BaseModel model)
    {
        foreach (var path in model.Files is { } files ? new[] { files.Dit, files.TextEncoder, files.Vae } : [])
        {
            using var set = SafetensorsSet.Open(path);
            foreach (var tensor in set.Tensors.Where(tensor => !FiniteNumbers.AllIn(set.FileOf(tensor.Name), tensor)))
                yield return $"{path}: tensor '{tensor.Name}' holds numbers that are infinite or not a number: the file is damaged.";
        }
    }
}
