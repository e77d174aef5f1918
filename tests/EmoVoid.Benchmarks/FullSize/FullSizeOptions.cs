using System.Globalization;
using EmoVoid.Contracts.Memory;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>What <c>tests/fullsize</c> is asked for.</summary>
internal sealed record FullSizeOptions
{
    public const string Usage = """
        usage: tests/fullsize [options]    a random model of the real names and shapes: loaded, trained, measured, deleted
          --base bf16|int8      how the frozen weights are kept              (bf16)
          --checkpointing       compute a block's activations again
          --swap N              blocks that wait in the host's memory        (0)
          --resolution N        side of the picture in pixels                (512)
          --steps N             training steps                               (2)
          --rank N              of the LoRA                                  (4)
          --device cpu|cuda     where to train                               (cpu)
          --compute bf16|fp32   what the blocks compute in                   (what this device is faster in)
          --threads N           of the CPU                                   (all)
          --folder DIR          where the files are made and deleted         (the temporary folder)
          --dit-only            neither text encoder nor VAE
          --small               a fortieth of the weights
        """;

    public MemoryMode Mode { get; init; } = new();
    public int Resolution { get; init; } = 512;
    public int Steps { get; init; } = 2;
    public int Rank { get; init; } = 4;
    public string Device { get; init; } = "cpu";
    public string? Compute { get; init; }
    public int? Threads { get; init; }
    public string Folder { get; init; } = Path.GetTempPath();
    public bool DitOnly { get; init; }
    public bool IsSmall { get; init; }

    /// <exception cref="FormatException">An option is not known, or its value makes no sense; the message names it.</exception>
    public static FullSizeOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new FullSizeOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
            options = options.With(name, rest);
        return options;
    }

    private FullSizeOptions With(string name, Queue<string> rest) => name switch
    {
        "--base" => this with { Mode = Mode with { Base = Enum.Parse<BaseWeights>(Word(name, rest, "bf16", "int8"), ignoreCase: true) } },
        "--checkpointing" => this with { Mode = Mode with { GradientCheckpointing = true } },
        "--swap" => this with { Mode = Mode with { BlocksToSwap = Number(name, rest, 0) } },
        "--resolution" => this with { Resolution = Number(name, rest, 64) / 16 * 16 },
        "--steps" => this with { Steps = Number(name, rest, 1) },
        "--rank" => this with { Rank = Number(name, rest, 1) },
        "--device" => this with { Device = Word(name, rest, "cpu", "cuda") },
        "--compute" => this with { Compute = Word(name, rest, "bf16", "fp32") },
        "--threads" => this with { Threads = Number(name, rest, 1) },
        "--folder" => this with { Folder = Value(name, rest) },
        "--dit-only" => this with { DitOnly = true },
        "--small" => this with { IsSmall = true },
        _ => throw new FormatException($"'{name}' is not an option."),
    };

    private static string Value(string name, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} wants a value.");

    private static string Word(string name, Queue<string> rest, params string[] words) =>
        Value(name, rest) is var word && words.Contains(word) ? word : throw new FormatException($"{name} wants {string.Join(" or ", words)}, not '{word}'.");

    private static int Number(string name, Queue<string> rest, int least) =>
        Value(name, rest) is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number : throw new FormatException($"{name} wants a whole number of at least {least}, not '{text}'.");
}
