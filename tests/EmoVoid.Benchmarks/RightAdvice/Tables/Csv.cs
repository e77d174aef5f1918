using System.Globalization;
using System.Text;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>A table as text: numbers to six places, nothing for what is not known.</summary>
internal sealed class Csv(params string[] columns)
{
    private readonly StringBuilder text = new StringBuilder().AppendJoin(',', columns).Append('\n');

    public void Row(params object?[] values)
    {
        if (values.Length != columns.Length)
            throw new ArgumentException($"{values.Length} values for {columns.Length} columns", nameof(values));
        text.AppendJoin(',', values.Select(Cell)).Append('\n');
    }

    public override string ToString() => text.ToString();

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        Enum name => name.ToString(),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    /// <summary>RFC 4180.</summary>
    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
