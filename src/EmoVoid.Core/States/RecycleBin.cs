using System.Globalization;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.States;

/// <summary>Takes the files of deleted runs. What the owner brought is not among them: that is given back.</summary>
public sealed class RecycleBin(StateFolder folders, ReturnedFolders returned, TimeProvider time)
{
    private const string DatasetInOutput = "dataset";

    /// <returns>Where the run's files are now; null when it had none.</returns>
    /// <exception cref="IOException">They cannot be moved.</exception>
    public string? Take(Run run)
    {
        foreach (var dataset in new[] { folders.DatasetOf(run.Id), Path.Combine(folders.OutputOf(run.Id), DatasetInOutput) })
            if (Directory.Exists(dataset))
                returned.Put(dataset, run.Folder);
        string? place = null;
        foreach (var files in new[] { folders.OutputOf(run.Id), folders.WorkOf(run.Id) })
            if (Directory.Exists(files))
                Directory.Move(files, place = Free(run.Id));
        return place;
    }

    private string Free(string run)
    {
        var path = Path.Combine(folders.Recycle, $"{run}-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? path : FormattableString.Invariant($"{path}-{number}")).First(candidate => !Path.Exists(candidate));
    }
}
