using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Finds what lies on the disk of a run.</summary>
internal sealed class RunFiles(RunOutput output, LossPlotter plotter, StateFolder folders)
{
    public FilesView Of(Run run)
    {
        // A list asks for many runs: no more is looked for than can be there.
        var (inOutput, inWork) = (Directory.Exists(folders.OutputOf(run.Id)), Directory.Exists(folders.WorkOf(run.Id)));
        return new FilesView
        {
            Folder = inOutput ? folders.OutputOf(run.Id) : inWork ? folders.WorkOf(run.Id) : null,
            Recommended = inOutput ? Existing(output.RecommendedOf(run.Id)) : null,
            Report = inOutput ? Existing(output.ReportOf(run.Id)) : null,
            Samples = inOutput ? Existing(output.SamplesOf(run.Id)) : null,
            Plot = inOutput || (inWork && run.State.IsOver()) ? plotter.Find(run.Id) : null,
            Log = inOutput || inWork ? LogOf(run.Id) : null,
        };
    }

    /// <summary>What the trainer logged; null when it is not there, or empty.</summary>
    public string? LogOf(string run) => NotEmpty(output.LogOf(run)) ?? NotEmpty(folders.TrainerLogOf(run));

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private static string? NotEmpty(string path) => new FileInfo(path) is { Exists: true, Length: > 0 } ? path : null;
}
