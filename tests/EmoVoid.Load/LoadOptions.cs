using System.Globalization;

namespace EmoVoid.Load;

/// <summary>What <c>tests/load</c> is asked for.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        usage: tests/load [options]    the daemon under load: a line a figure, with its goal; exits 1 when one falls short
          --size N          runs in the state that is measured           (10000)
          --rows N          metric rows in it, a week's run among them   (10000000)
          --week N          steps of the week's run                      (600000)
          --rate N          requests a second, over all routes together  (200)
          --each            every route alone at that rate, instead
          --seconds N       how long the routes are asked; each of them with --each (60)
          --idle N          seconds that an idle daemon is watched       (30)
          --clients N       listeners to the events                      (100)
          --only WORDS      start, inbox, idle, plots, routes, events; with commas (all)
          --keep FOLDER     where the state is made, and found again the next time (a temporary folder)
          --seed N          of everything that is left to chance         (1)

        usage: tests/load --runs N [options]    what N runs a day mean, with a scripted trainer; says what is measured and what is computed
          --minutes N       how long it may take, more or less           (10)
        """;

    public static readonly string[] Figures = ["start", "inbox", "idle", "plots", "routes", "events"];

    public int Size { get; init; } = 10_000;
    public int Rows { get; init; } = 10_000_000;
    public int Week { get; init; } = 600_000;
    public int Rate { get; init; } = 200;
    public bool Each { get; init; }
    public int Seconds { get; init; } = 60;
    public int Idle { get; init; } = 30;
    public int Clients { get; init; } = 100;
    public IReadOnlyList<string> Only { get; init; } = Figures;
    public string? Keep { get; init; }
    public int Seed { get; init; } = 1;

    /// <summary>Runs a day that are simulated; null: the figures are measured instead.</summary>
    public int? Runs { get; init; }
    public int Minutes { get; init; } = 10;

    /// <exception cref="FormatException">An option is not known, or its value makes no sense; the message names it.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LoadOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
            options = options.With(name, rest);
        return options;
    }

    private LoadOptions With(string name, Queue<string> rest) => name switch
    {
        "--size" => this with { Size = Number(name, rest, 100) },
        "--rows" => this with { Rows = Number(name, rest, 1000) },
        "--week" => this with { Week = Number(name, rest, 100) },
        "--rate" => this with { Rate = Number(name, rest, 1) },
        "--each" => this with { Each = true },
        "--seconds" => this with { Seconds = Number(name, rest, 1) },
        "--idle" => this with { Idle = Number(name, rest, 1) },
        "--clients" => this with { Clients = Number(name, rest, 1) },
        "--only" => this with { Only = Words(name, rest) },
        "--keep" => this with { Keep = Path.GetFullPath(Value(name, rest)) },
        "--seed" => this with { Seed = Number(name, rest, 0) },
        "--runs" => this with { Runs = Number(name, rest, 1) },
        "--minutes" => this with { Minutes = Number(name, rest, 1) },
        _ => throw new FormatException($"'{name}' is not an option."),
    };

    private static string Value(string name, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} wants a value.");

    private static string[] Words(string name, Queue<string> rest) =>
        Value(name, rest).Split(',') is var words && words.All(Figures.Contains) ? words : throw new FormatException($"{name} wants some of {string.Join(", ", Figures)}.");

    private static int Number(string name, Queue<string> rest, int least) =>
        Value(name, rest) is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number : throw new FormatException($"{name} wants a whole number of at least {least}, not '{text}'.");
}
