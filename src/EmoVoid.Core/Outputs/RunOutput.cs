using System.Text.Json;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Receipts;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Outputs;

/// <summary>
/// Puts a completed run's result into <c>output/&lt;run&gt;/</c>: made ready in the work folder and then moved by one rename, so that the
/// output holds either nothing of a run or all of it. Every step may be taken again after an interruption.
/// </summary>
public sealed class RunOutput(
    StateFolder folders, SampleFiles sampleFiles, LossPlotter plotter, RunStore runs, MetricSeries series, CheckpointStore checkpoints, ValidationStore validations, RunAdvice advice,
    TimeProvider time, ILogger<RunOutput> log)
{
    public const string Recommended = "recommended.safetensors";
    public const string Report = "report.md";
    public const string ReportData = "report.json";
    public const string Checkpoints = "checkpoints";
    private const string Dataset = "dataset";
    private const string Log = "trainer.log";

    public string RecommendedOf(string run) => Path.Combine(folders.OutputOf(run), Recommended);

    public string ReportOf(string run) => Path.Combine(folders.OutputOf(run), Report);

    /// <summary>The contact sheet; there may be none.</summary>
    public string SamplesOf(string run) => Path.Combine(folders.OutputOf(run), SampleFiles.Sheet);

    public string LogOf(string run) => Path.Combine(folders.OutputOf(run), Log);

    public string CheckpointOf(string run, Checkpoint checkpoint) => Path.Combine(folders.OutputOf(run), Checkpoints, checkpoint.File);

    /// <summary>Whether the end of a run has begun: its result is being put together, or lies in the output.</summary>
    internal bool HasBegun(string run) => Directory.Exists(InTheMaking(run)) || Directory.Exists(folders.OutputOf(run));

    internal void Put(Run run)
    {
        if (Directory.Exists(folders.OutputOf(run.Id)))
            return;
        var recommendation = advice.For(run);
        MakeReady(run, recommendation);
        runs.Recommend(run.Id, JsonSerializer.Serialize(recommendation, OutputJson.Options));
        Directory.Move(InTheMaking(run.Id), folders.OutputOf(run.Id));
    }

    /// <summary>Takes away what a run no longer needs once its result is in the output: its plan and its resumable state.</summary>
    internal void TidyUp(string run)
    {
        var work = folders.WorkOf(run);
        try
        {
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);
        }
#pragma warning disable CA1031 // The result is whole, whatever this is: .NET calls a path that is too long an empty one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.WorkFolderStays(run, work, e.Message);
        }
    }

    private string InTheMaking(string run) => Path.Combine(folders.WorkOf(run), "result");

    private void MakeReady(Run run, CheckpointRecommendation recommendation)
    {
        var result = Directory.CreateDirectory(InTheMaking(run.Id)).FullName;
        Directory.CreateDirectory(Path.Combine(result, Checkpoints));
        var saved = checkpoints.List(run.Id);
        var kept = KeptCheckpoints.Of(run.Keep, recommendation);
        foreach (var checkpoint in saved.Where(checkpoint => kept.Contains(checkpoint.Step)))
            Take(Path.Combine(folders.CheckpointsOf(run.Id), checkpoint.File), Path.Combine(result, Checkpoints, checkpoint.File));
        var first = saved.Single(checkpoint => checkpoint.Step == recommendation.Candidates[0].Step);
        File.Copy(Path.Combine(result, Checkpoints, first.File), Path.Combine(result, Recommended), overwrite: true);
        Take(sampleFiles.SheetOf(run.Id), Path.Combine(result, SampleFiles.Sheet));
        Take(sampleFiles.WhileTrainingOf(run.Id), Path.Combine(result, SampleFiles.WhileTraining));
        var plot = plotter.Draw(run, result, RunState.Completed) ? LossPlotter.PngName : null;
        WriteReports(result, RunReport.Of(
            run, StepFigures.Of(series.Read(run.Id), series.Seconds(run.Id)), saved, recommendation, new RunValidation(validations.List(run.Id)), runs.Notes(run.Id), SamplesIn(result, run.Id), plot, kept, time.GetUtcNow()));
        if (new FileInfo(folders.TrainerLogOf(run.Id)) is { Exists: true, Length: > 0 } said)
            Take(said.FullName, Path.Combine(result, Log));
        Take(folders.DatasetOf(run.Id), Path.Combine(result, Dataset));
        ReceiptOf(run, result, saved, first.Step)?.Write(Path.Combine(result, RunReceipt.FileName));
    }

    /// <returns>Null when the plan or the data set is no longer there, or cannot be read.</returns>
    private RunReceipt? ReceiptOf(Run run, string result, IReadOnlyList<Checkpoint> saved, int recommended)
    {
        // The runs of a group share its data set, which stays where it is until the last of them is over.
        var dataset = run.GroupId is { } group ? folders.DatasetOf(group) : Path.Combine(result, Dataset);
        if (PlanOf(run) is not { } plan || !Directory.Exists(dataset))
            return null;
        var files = DatasetHash.FilesOf(dataset);
        return new RunReceipt
        {
            Run = run.Id,
            Name = run.Name,
            Group = run.GroupId,
            Plan = plan,
            DatasetSha256 = DatasetHash.Of(files),
            Files = files,
            Models = run.Models,
            TrainedWith = run.TrainedWith,
            Processor = Processor.Name,
            Checkpoints = saved,
            RecommendedStep = recommended,
            StartedAt = run.StartedAt,
            EndedAt = time.GetUtcNow(),
        };
    }

    private RunPlan? PlanOf(Run run)
    {
        try
        {
            return RunPlan.Read(folders.PlanOf(run.Id));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void WriteReports(string result, RunReport report)
    {
        File.WriteAllText(Path.Combine(result, ReportData), JsonSerializer.Serialize(report, OutputJson.Options));
        File.WriteAllText(Path.Combine(result, Report), ReportText.Write(report));
    }

    private RunSamples? SamplesIn(string result, string run) =>
        File.Exists(Path.Combine(result, SampleFiles.Sheet)) && sampleFiles.ReadPlan(run) is { } plan
            ? new RunSamples(SampleFiles.Sheet, [.. plan.Columns.Select(column => column.Title)], plan.Settings)
            : null;

    // What is there already was taken before an interruption; what is not there was never made, or someone has deleted it meanwhile.
    private static void Take(string from, string to)
    {
        if (Path.Exists(from) && !Path.Exists(to))
            Directory.Move(from, to);
    }
}
