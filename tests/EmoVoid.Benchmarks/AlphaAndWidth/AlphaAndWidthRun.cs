using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Native;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>Why the small base wants a larger alpha than Anima, in figures.</summary>
internal static class AlphaAndWidthRun
{
    private static readonly LoraSetting[] Courses =
        [new(16, 128), LoraSetting.Guide, new(4, 32), new(16, 4), new(4, 128), new(16, 128, HoldsNorm: false)];

    /// <returns>2 when an option is wrong.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            Run(AlphaAndWidthOptions.Parse(arguments), output, errors.WriteLine);
            return 0;
        }
        catch (FormatException e)
        {
            errors.WriteLine(e.Message);
            errors.WriteLine(AlphaAndWidthOptions.Usage);
            return 2;
        }
    }

    private static void Run(AlphaAndWidthOptions options, TextWriter output, Action<string> say)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(1); // the same bits on any number of cores
        Directory.CreateDirectory(options.Out);
        using var scope = NewDisposeScope();
        using var demo = new DemoSamples();
        var courses = new CourseTable(Path.Combine(options.Out, "courses.csv"), output);
        TrainTheDemo(demo, Courses.Take(options.Courses), courses, say);
        EffectTable.Write(Path.Combine(options.Out, "effects.csv"), output, new EffectStudy(demo, options, say).Measure());
    }

    private static void TrainTheDemo(DemoSamples demo, IEnumerable<LoraSetting> settings, CourseTable table, Action<string> say)
    {
        using var dit = AnimaDit.Load(demo.Model.Dit, Placement.Reference);
        foreach (var setting in settings)
        {
            say($"the demo with {setting}");
            table.Add(setting, [.. DemoCourse.Train(dit, demo, setting)]);
        }
    }
}
