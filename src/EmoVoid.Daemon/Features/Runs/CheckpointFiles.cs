using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Where a checkpoint's file lies now: with the trainer, or in the output.</summary>
internal sealed class CheckpointFiles(StateFolder folders)
{
    public string? Find(string run, Checkpoint checkpoint)
    {
        string[] places = [Path.Combine(folders.OutputOf(run), "checkpoints", checkpoint.File), Path.Combine(folders.CheckpointsOf(run), checkpoint.File)];
        return places.FirstOrDefault(File.Exists);
    }
}
