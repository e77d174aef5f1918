using System.Text.RegularExpressions;
using EmoVoid.Core.Executors.Slurm;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors;

/// <summary>Finds the mistakes in the executors' settings that are no matter of a range.</summary>
internal sealed partial class ExecutorOptionsValidator : IValidateOptions<ExecutorsOptions>
{
    public ValidateOptionsResult Validate(string? name, ExecutorsOptions options)
    {
        var mistakes = options.Executors.SelectMany(Mistakes).Concat(Doubles(options.Executors)).ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Doubles(List<ExecutorOptions> executors) => executors
        .GroupBy(executor => executor.Name).Where(same => same.Key.Length > 0 && same.Count() > 1)
        .Select(same => $"EmoVoid:Executors has {same.Count()} executors named '{same.Key}'; a run is found again by the name, so each needs its own.");

    private static IEnumerable<string> Mistakes(ExecutorOptions options, int index)
    {
        var key = FormattableString.Invariant($"EmoVoid:Executors:{index}");
        return [.. NameMistakes(key, options), .. options.IsSlurm ? SlurmMistakes(key, options) : []];
    }

    private static IEnumerable<string> NameMistakes(string key, ExecutorOptions options)
    {
        if (!KnownName().IsMatch(options.Name))
            yield return $"{key}:Name must be 1 to 40 small letters, digits and dashes, but is '{options.Name}'.";
        else if ((options.Kind ?? options.Name) is not (ExecutorOptions.Local or ExecutorOptions.Slurm))
            yield return $"{key}:Kind must be local or slurm, but is {(options.Kind is { } kind ? $"'{kind}'" : $"not set (the executor is named '{options.Name}')")}.";
        else if (!options.IsSlurm && options.Name != ExecutorOptions.Local)
            yield return $"{key}:Name must be local for the child processes of this machine, but is '{options.Name}'.";
        else if (options.IsSlurm && options.Name == ExecutorOptions.Local)
            yield return $"{key}:Name is local, which means the child processes of this machine; give the Slurm executor another one.";
    }

    private static IEnumerable<string> SlurmMistakes(string key, SlurmOptions options) => new[]
    {
        Word(key, nameof(options.Partition), options.Partition),
        Word(key, nameof(options.Account), options.Account),
        Word(key, nameof(options.Qos), options.Qos),
        Word(key, nameof(options.Gres), options.Gres),
        Word(key, nameof(options.Constraint), options.Constraint),
        Like(key, nameof(options.Memory), options.Memory, KnownMemory(), "auto, or megabytes or a number with K, M, G or T, as 16G"),
        Like(key, nameof(options.TimeLimit), options.TimeLimit, KnownTime(), "auto, or a time as 90 (minutes), 08:00:00 or 1-12:00:00"),
        Like(key, nameof(options.Device), options.Device, KnownDevice(), "cuda or cpu"),
        options.Trainer is { } trainer && !trainer.StartsWith('/') ? $"{key}:Trainer must be a path from the root on the nodes, but is '{trainer}'." : null,
        options.Programs is { } folder && !File.Exists(Path.Combine(folder, "sbatch")) ? $"{key}:Programs is '{folder}', and there is no sbatch in it." : null,
        options.Config is { } file && !File.Exists(file) ? $"{key}:Config is '{file}', and there is no such file." : null,
    }.OfType<string>().Concat(LineMistakes(key, options)).Concat(PathMistakes(key, options));

    private static IEnumerable<string> LineMistakes(string key, SlurmOptions options) => options.Lines
        .Where(line => !line.StartsWith('-') || line.Any(char.IsControl))
        .Select(line => $"{key}:Lines must have options of sbatch, as --exclude=node7, but has '{line.ReplaceLineEndings(" ")}'.");

    private static IEnumerable<string> PathMistakes(string key, SlurmOptions options) => options.Paths
        .Where(pair => !pair.Key.StartsWith('/') || !pair.Value.StartsWith('/'))
        .Select(pair => $"{key}:Paths must have a path from the root here and one there, but has '{pair.Key}' and '{pair.Value}'.");

    private static string? Word(string key, string name, string? value) =>
        value is null || KnownWord().IsMatch(value) ? null : $"{key}:{name} must be a word as Slurm writes it, without spaces and quotes, but is '{value.ReplaceLineEndings(" ")}'.";

    private static string? Like(string key, string name, string? value, Regex known, string expected) =>
        value is null || known.IsMatch(value) ? null : $"{key}:{name} must be {expected}, but is '{value}'.";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex KnownName();

    [GeneratedRegex(@"^[A-Za-z0-9_.,:=|&*()\[\]+/@-]{1,200}\z")]
    private static partial Regex KnownWord();

    [GeneratedRegex(@"^(auto|[1-9][0-9]{0,8}[KMGT]?)\z")]
    private static partial Regex KnownMemory();

    [GeneratedRegex(@"^(auto|[1-9][0-9]{0,5}|([0-9]{1,3}-)?[0-9]{1,3}(:[0-9]{2}){1,2}|[0-9]{1,3}-[0-9]{1,2})\z")]
    private static partial Regex KnownTime();

    [GeneratedRegex(@"^(cuda|cpu)\z")]
    private static partial Regex KnownDevice();
}
