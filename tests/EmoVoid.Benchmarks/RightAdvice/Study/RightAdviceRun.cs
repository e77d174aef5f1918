using System.Diagnostics;
using System.Reflection;
using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Benchmarks.RightAdvice.Tables;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Native;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>The whole study: subjects, trainings, measures, tables.</summary>
internal static class RightAdviceRun
{
    /// <returns>0, or 2 when an option or the folder is wrong, or 1 when a process that it started failed.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is ["--help"])
        {
            output.WriteLine(StudyOptions.Usage);
            return 0;
        }

        try
        {
            var options = StudyOptions.Parse(arguments);
            return Run(options, StudyFolder.Open(options.Out, options.Size, options.Seed), output, errors);
        }
        catch (FormatException e)
        {
            errors.WriteLine(e.Message);
            errors.WriteLine(StudyOptions.Usage);
            return 2;
        }
        catch (TrainingException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Run(StudyOptions options, StudyFolder folder, TextWriter output, TextWriter errors)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(1); // the same bits on any number of cores; those are kept busy by several processes
        var plan = new StudyPlan(options.Size, options.Seed);
        if (!options.Worker)
            SubjectSheet.Write(plan.Subjects, folder.File("subjects.png"));
        var failed = options.SoFar ? 0 : Do(options, plan, folder, errors.WriteLine);
        if (failed > 0)
            errors.WriteLine($"{failed} of {options.Jobs} processes failed. What is done is kept: the same command goes on.");
        else if (!options.Worker)
            output.WriteLine(Tables(options, plan, folder));
        return failed > 0 ? 1 : 0;
    }

    private static string Tables(StudyOptions options, StudyPlan plan, StudyFolder folder)
    {
        List<RunRecord> done = [.. plan.Runs.Where(folder.Has).Select(folder.Read)];
        if (done.Count == 0)
            throw new FormatException($"No run of the study in {options.Out} is done yet.");
        var missing = done.Count < plan.Runs.Count ? $"{done.Count} of {plan.Runs.Count} runs are done: these are the figures so far.{Environment.NewLine}{Environment.NewLine}" : "";
        return missing + new StudyTables(folder, options.Seed).Write(done);
    }

    /// <returns>How many processes failed.</returns>
    private static int Do(StudyOptions options, StudyPlan plan, StudyFolder folder, Action<string> say)
    {
        var left = plan.Runs.Count(run => !folder.Has(run));
        if (left == 0)
            return 0;
        var model = AnimaNano.EnsureExists(Path.Combine(folder.Work, AnimaNano.Name));
        using var vae = QwenImageVae.Load(model.Vae, Placement.Reference);
        using var judge = StudyJudge.ReadOrTrain(folder.Judge, plan.Subjects, plan.Size, plan.Seed, vae, say);
        if (!options.Worker)
            judge.SayAccuracy(plan.Subjects, say);
        if (!options.Worker && Math.Min(options.Jobs, left) > 1)
            return Processes(options, Math.Min(options.Jobs, left));
        new StudyWorker(folder, plan, model, vae, judge, Version, TimeProvider.System, say).Work(options.Worker ? options.Jobs : 1);
        return 0;
    }

    private static int Processes(StudyOptions options, int count)
    {
        string[] arguments = ["right-advice", .. options.Size == StudySize.Full ? [] : new[] { $"--{options.Size.Name}" }, "--out", options.Out, "--seed", $"{options.Seed}", "--jobs", $"{count}", "--worker"];
        var workers = Enumerable.Range(0, count).Select(_ => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments))!).ToList();
        workers.ForEach(worker => worker.WaitForExit());
        var failed = workers.Count(worker => worker.ExitCode != 0);
        workers.ForEach(worker => worker.Dispose());
        return failed;
    }

    /// <summary>With the commit it was built from, where that is known.</summary>
    private static string Version => typeof(TrainingRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
