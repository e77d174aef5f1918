using System.Globalization;

namespace EmoVoid.Benchmarks.Optimizers;

/// <summary>The same benchmark in a few seconds: interleaved repetitions, so that a busy machine slows all alike; the best shows what a quiet one does.</summary>
internal static class OptimizerStepReport
{
    private const int WarmUps = 20, Repetitions = 200;

    public static void Print(TextWriter output)
    {
        using var benchmark = new OptimizerStep();
        benchmark.Setup();
        (string Name, Action Run)[] rows =
        [
            ("floor: read p, read g, write p", benchmark.Floor),
            ("flat", benchmark.Flat),
            ("flat, norm held", benchmark.FlatHeld),
            ("per tensor, as upstream", benchmark.PerTensor),
        ];
        var times = Measure([.. rows.Select(row => row.Run)]);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{AnimaLoraShapes.Count / 1e6:0.00} M parameters in {AnimaLoraShapes.All.Count} tensors, {Environment.ProcessorCount} cores, {Repetitions} repetitions"));
        output.WriteLine($"{"",-32} {"median",11} {"× floor",9} {"best",11} {"× floor",9}");
        for (var i = 0; i < rows.Length; i++)
            output.WriteLine($"{rows[i].Name,-32} {Column(times, i, Repetitions / 2)} {Column(times, i, 0)}");
    }

    private static string Column(TimeSpan[][] times, int row, int rank) => string.Create(CultureInfo.InvariantCulture,
        $"{times[row][rank].TotalMilliseconds,8:0.000} ms {times[row][rank] / times[0][rank],9:0.00}");

    /// <summary>Each run's times in ascending order.</summary>
    private static TimeSpan[][] Measure(Action[] runs)
    {
        var times = runs.Select(_ => new TimeSpan[Repetitions]).ToArray();
        for (var repetition = -WarmUps; repetition < Repetitions; repetition++)
            for (var i = 0; i < runs.Length; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                runs[i]();
                if (repetition >= 0)
                    times[i][repetition] = TimeProvider.System.GetElapsedTime(start);
            }

        return [.. times.Select(series => series.Order().ToArray())];
    }
}
