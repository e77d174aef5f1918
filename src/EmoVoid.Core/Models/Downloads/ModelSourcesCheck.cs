namespace EmoVoid.Core.Models.Downloads;

/// <summary>What is wrong with a list of sources.</summary>
internal static class ModelSourcesCheck
{
    private const int Sha256Digits = 64;

    private static readonly string[] Parts = [nameof(ModelFiles.Dit), nameof(ModelFiles.TextEncoder), nameof(ModelFiles.Vae), ModelFinder.Qwen3Tokenizer, ModelFinder.T5Tokenizer];

    /// <returns>A sentence for each mistake.</returns>
    public static IEnumerable<string> Mistakes(ModelSources sources) =>
        sources.Models.SelectMany(model => Empty(model.Key, model.Value).Concat(Twice(model.Key, model.Value)).Concat(model.Value.SelectMany((file, index) => Mistakes(sources, $"models.{model.Key}[{index}]", file))));

    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0;

    private static IEnumerable<string> Empty(string name, IReadOnlyList<SourceFile> files) => files.Count == 0 ? [$"models.{name} has no files."] : [];

    private static IEnumerable<string> Twice(string name, IReadOnlyList<SourceFile> files) =>
        files.GroupBy(file => file.Path).Where(same => same.Count() > 1).Select(same => $"models.{name} has '{same.Key}' {same.Count()} times.");

    private static IEnumerable<string> Mistakes(ModelSources sources, string place, SourceFile file)
    {
        if (!Parts.Contains(file.Part))
            yield return $"{place}.part is '{file.Part}'; it is one of {string.Join(", ", Parts)}.";
        if (!IsBelow(file.Path))
            yield return $"{place}.path is '{file.Path}'; write a relative path without '..', as vae/qwen_image_vae.safetensors.";
        if (!IsAddress(file.Address))
            yield return $"{place}.address is '{file.Address}'; write it as https://host/path or http://host/path, without a user name.";
        if (file.Bytes is <= 0)
            yield return $"{place}.bytes is {file.Bytes}; it is above 0, or left out when it is not known.";
        if (file.Sha256 is { } hash && (hash.Length != Sha256Digits || !hash.All(char.IsAsciiHexDigit)))
            yield return $"{place}.sha256 is '{hash}'; it has {Sha256Digits} hexadecimal digits, or is left out when it is not known.";
        foreach (var license in (file.Licenses ?? []).Where(license => !sources.Licenses.ContainsKey(license)))
            yield return $"{place}.licenses has '{license}', which licenses does not have.";
    }

    private static bool IsBelow(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\0') && path.Split('/').All(step => step is not ("" or "." or ".."));
}
