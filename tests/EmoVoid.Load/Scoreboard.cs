using System.Globalization;

namespace EmoVoid.Load;

/// <summary>Prints a line a figure.</summary>
internal sealed class Scoreboard(TextWriter output)
{
    /// <summary>Whether no figure has fallen short of its goal.</summary>
    public bool AllPass { get; private set; } = true;

    public void Heading(string text) => output.WriteLine($"\n{text}");

    /// <summary>A figure that has no goal.</summary>
    public void Tell(string what, FormattableString figure) => output.WriteLine($"       {what,-52} {Text(figure)}");

    /// <summary>A figure and its goal.</summary>
    public void Judge(string what, bool isReached, FormattableString figure, string goal)
    {
        AllPass &= isReached;
        output.WriteLine($"{(isReached ? "PASS " : "SHORT")}  {what,-52} {Text(figure)}   (goal: {goal})");
    }

    public static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);
}
