using System.Globalization;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>What <c>alpha-width</c> is asked for.</summary>
internal sealed record AlphaAndWidthOptions
{
    public const string Usage =
        """
        usage: alpha-width [options]
        which alpha a model of the small base's size wants, for what a real Anima is taught with
          --out DIR        the CSV files                                   (tests/alpha-width-results)
          --seeds N        random models of each small size                (2)
          --large N        of each large size; Anima's has 7 GB; 0: none   (1)
          --steps N        of each; of Anima's size 16 at most             (32)
          --courses N      of the demo's settings, trained to the end; 0   (all)
        """;

    public string Out { get; init; } = "tests/alpha-width-results";
    public int Seeds { get; init; } = 2;
    public int LargeSeeds { get; init; } = 1;
    public int Steps { get; init; } = 32;
    public int Courses { get; init; } = int.MaxValue;

    /// <exception cref="FormatException">An option is not known, or its value makes no sense; the message names it.</exception>
    public static AlphaAndWidthOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new AlphaAndWidthOptions();
        foreach (var pair in arguments.Chunk(2))
            options = pair is [var name, var value] ? options.With(name, value) : throw new FormatException($"{pair[0]} wants a value.");
        return options;
    }

    private AlphaAndWidthOptions With(string name, string value) => name switch
    {
        "--out" => this with { Out = value },
        "--seeds" => this with { Seeds = Number(name, value) },
        "--large" => this with { LargeSeeds = Number(name, value) },
        "--steps" => this with { Steps = Number(name, value) },
        "--courses" => this with { Courses = Number(name, value) },
        _ => throw new FormatException($"'{name}' is not an option."),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{name} wants a whole number, not '{value}'.");
}
