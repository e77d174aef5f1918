using EmoVoid.Contracts.Plans;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Samples;

/// <summary>Where a run's sample pictures lie while the run is not over.</summary>
public sealed class SampleFiles(StateFolder folders)
{
    /// <summary>The contact sheet's name, in the work folder as in the output.</summary>
    public const string Sheet = "samples.png";

    /// <summary>The folder of the pictures made while training: in the checkpoint folder, and later in the output.</summary>
    public const string WhileTraining = "samples";

    public string PlanOf(string run) => Path.Combine(folders.WorkOf(run), "samples.json");

    public string SheetOf(string run) => Path.Combine(folders.WorkOf(run), Sheet);

    public string WhileTrainingOf(string run) => Path.Combine(folders.CheckpointsOf(run), WhileTraining);

    /// <summary>What the sheet shows; null when there is no plan of one.</summary>
    public SamplePlan? ReadPlan(string run) => File.Exists(PlanOf(run)) ? SamplePlan.Read(PlanOf(run)) : null;
}
