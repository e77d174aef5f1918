using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Where a checkpoint's file lies now: with the trainer, or in the output.</summary>
internal sealed class CheckpointFiles(StateFolder folders, RunOutput output)
{
    public string? Find(string run, Checkpoint checkpoint)
    {
        string[] places = [output.CheckpointOf(run, checkpoint), Path.Combine(folders.CheckpointsOf(run), checkpoint.File)];
        return places.FirstOrDefault(File.Exists);
    }
}
