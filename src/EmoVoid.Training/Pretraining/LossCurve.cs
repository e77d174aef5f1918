using System.Globalization;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Pretraining;

/// <summary>The losses of a stage as a table: a row for each <see cref="StepsARow"/> steps, with their mean.</summary>
internal sealed class LossCurve(string path)
{
    private const int StepsARow = 20;
    private const string Header = "step,loss,rate";

    private readonly List<string> rows = [];
    private double sum;

    /// <summary>Of the last row; NaN before the first.</summary>
    public double Last { get; private set; } = double.NaN;

    public void Add(int step, double loss, double rate)
    {
        sum += loss;
        if (step % StepsARow != 0)
            return;
        Last = sum / StepsARow;
        sum = 0;
        rows.Add(string.Create(CultureInfo.InvariantCulture, $"{step},{Last:0.000000},{rate:0.00000000}"));
    }

    public void Write() => AtomicFile.WriteAllText(path, string.Join("\n", [Header, .. rows, ""]));

    /// <summary>Takes up the rows of a stage that was cut.</summary>
    public void Read(int upTo)
    {
        rows.Clear();
        rows.AddRange(File.ReadLines(path).Skip(1).Where(row => int.Parse(row.Split(',')[0], CultureInfo.InvariantCulture) <= upTo));
    }
}
