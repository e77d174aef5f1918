using System.Globalization;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Pretraining;

/// <summary>The losses of a stage as a table: a row for each <see cref="StepsARow"/> steps, with their mean.</summary>
internal sealed class LossCurve(string path)
{
    private const int StepsARow = 20;
    private const string Header = "step,loss,rate";

    private readonly List<string> rows = [];

    /// <summary>The losses since the last row.</summary>
    private readonly List<double> recent = [];

    /// <summary>As text that <see cref="Read"/> takes up again.</summary>
    public string Recent => string.Join(' ', recent.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)));

    /// <returns>The mean loss since the last row.</returns>
    public double Add(int step, double loss, double rate)
    {
        recent.Add(loss);
        var mean = recent.Average();
        if (step % StepsARow == 0)
        {
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{step},{mean:0.000000},{rate:0.00000000}"));
            recent.Clear();
        }

        return mean;
    }

    public void Write() => AtomicFile.WriteAllText(path, string.Join("\n", [Header, .. rows, ""]));

    /// <summary>Takes up the curve of a stage that was cut.</summary>
    /// <param name="upTo">The last step done; rows after it are of steps that are done again.</param>
    /// <param name="since">What <see cref="Recent"/> was then.</param>
    public void Read(int upTo, string since)
    {
        rows.AddRange(File.ReadLines(path).Skip(1).Where(row => int.Parse(row.Split(',')[0], CultureInfo.InvariantCulture) <= upTo));
        recent.AddRange(since.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(loss => double.Parse(loss, CultureInfo.InvariantCulture)));
    }
}
