using System.Globalization;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>Prints one line a measure, with its goal where it has one, and remembers whether all were reached.</summary>
internal sealed class Scorecard(TextWriter output)
{
    public bool AllReached { get; private set; } = true;

    public void Say(string what, FormattableString value) => Line(what, value.ToString(CultureInfo.InvariantCulture));

    public void Judge(string what, FormattableString value, string goal, bool reached)
    {
        AllReached &= reached;
        Line(what, $"{value.ToString(CultureInfo.InvariantCulture)}   goal: {goal}   {(reached ? "reached" : "MISSED")}");
    }

    private void Line(string what, string value)
    {
        output.WriteLine($"{what + ":",-34}{value}");
        output.Flush();
    }
}
