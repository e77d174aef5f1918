using System.Globalization;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>What <c>tests/nano-quality</c> is asked for.</summary>
internal sealed record NanoQualityOptions
{
    public const string Usage = """
        usage: tests/nano-quality [options]    how good the small base and the demo's LoRA are; exits 1 when a goal is missed
          --model DIR      the base, in ComfyUI's folders             (the one that ships)
          --demo DIR       the output folder of a finished demo       (the demo's data set is trained first)
          --sheets DIR     writes the pictures that were judged
          --samples N      pictures of the base                       (96)
          --likeness N     pictures of Mochi, with and without LoRA   (24)
          --steps N        of the sampler                             (20)
          --guidance G     of the sampler                             (3.5)
          --judge N        steps that the judge is trained for        (300)
        """;

    public string? Model { get; init; }
    public string? Demo { get; init; }
    public string? Sheets { get; init; }
    public int Samples { get; init; } = 96;
    public int Likeness { get; init; } = 24;
    public int Steps { get; init; } = 20;
    public double Guidance { get; init; } = 3.5;
    public int JudgeSteps { get; init; } = 300;

    /// <exception cref="FormatException">An option is not known, or its value makes no sense; the message names it.</exception>
    public static NanoQualityOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new NanoQualityOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
            options = options.With(name, rest);
        return options;
    }

    private NanoQualityOptions With(string name, Queue<string> rest) => name switch
    {
        "--model" => this with { Model = Folder(name, rest) },
        "--demo" => this with { Demo = Folder(name, rest) },
        "--sheets" => this with { Sheets = Value(name, rest) },
        "--samples" => this with { Samples = Number(name, rest) },
        "--likeness" => this with { Likeness = Number(name, rest) },
        "--steps" => this with { Steps = Number(name, rest) },
        "--guidance" => this with { Guidance = Positive(name, rest) },
        "--judge" => this with { JudgeSteps = Number(name, rest) },
        _ => throw new FormatException($"'{name}' is not an option."),
    };

    private static string Value(string name, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} wants a value.");

    private static string Folder(string name, Queue<string> rest) =>
        Value(name, rest) is var folder && Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new FormatException($"{name} wants a folder that is there, not '{folder}'.");

    private static int Number(string name, Queue<string> rest) =>
        Value(name, rest) is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number : throw new FormatException($"{name} wants a whole number of at least 1, not '{text}'.");

    private static double Positive(string name, Queue<string> rest) =>
        Value(name, rest) is var text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw new FormatException($"{name} wants a number above 0, not '{text}'.");
}
