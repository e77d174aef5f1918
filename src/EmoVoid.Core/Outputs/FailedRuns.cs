namespace EmoVoid.Core.Outputs;

internal sealed class FailedRuns(States.StateFolder folders)
{
    public void GiveBack(string run, IReadOnlyList<string> reasons) => Directory.Move(folders.DatasetOf(run), Path.Combine(folders.Failed, run));
}
