using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Outputs;

/// <summary>
/// Puts a completed run's result into <c>output/&lt;run&gt;/</c>: made ready in the work folder and then moved by one rename, so that the
/// output holds either nothing of a run or all of it.
/// </summary>
internal sealed class RunOutput(StateFolder folders, RunStore runs, CheckpointStore checkpoints)
{
    public const string Recommended = "recommended.safetensors";

    /// <returns>The path of the recommended LoRA.</returns>
    public string Put(string run)
    {
        var output = folders.OutputOf(run);
        if (!Directory.Exists(output))
            Directory.Move(MakeReady(run), output);
        return Path.Combine(output, Recommended);
    }

    private string MakeReady(string run)
    {
        var result = Path.Combine(folders.WorkOf(run), "result");
        Directory.CreateDirectory(Path.Combine(result, "checkpoints"));
        foreach (var checkpoint in checkpoints.List(run))
            Move(Path.Combine(folders.CheckpointsOf(run), checkpoint.File), Path.Combine(result, "checkpoints", checkpoint.File));
        throw new NotImplementedException(runs.ToString());
    }

    private static void Move(string from, string to)
    {
        if (Path.Exists(from))
            Directory.Move(from, to);
    }

    public void TidyUp(string run)
    {
        if (Directory.Exists(folders.WorkOf(run)))
            Directory.Delete(folders.WorkOf(run), recursive: true);
    }
}
