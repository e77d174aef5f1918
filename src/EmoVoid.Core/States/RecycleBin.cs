using System.Globalization;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.States;

/// <summary>Takes the files of deleted runs. What the owner brought is not among them: that is given back.</summary>
public sealed class RecycleBin(StateFolder folders, ReturnedFolders returned, TimeProvider time)
{
    private const string DatasetInOutput = "dataset";

    /// <returns>Where the run's files are now; null when it had none.</returns>
    /// <exception cref="IOException">They cannot be moved.</exception>
    public string? Take(Run run) => Take(run.Id, run.Folder);

    /// <param name="id">Of a run or a group.</param>
    /// <param name="folder">The name that the folder had in the inbox.</param>
    /// <inheritdoc cref="Take(Run)"/>
    public string? Take(string id, string folder)
    {
        foreach (var dataset in new[] { folders.DatasetOf(id), Path.Combine(folders.OutputOf(id), DatasetInOutput) })
            if (Directory.Exists(dataset))
                returned.Put(dataset, folder);
        string? place = null;
        foreach (var files in new[] { folders.OutputOf(id), folders.WorkOf(id) })
            if (Directory.Exists(files))
                Directory.Move(files, place = Free(id));
        return place;
    }

    private string Free(string run)
    {
        var path = Path.Combine(folders.Recycle, $"{run}-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? path : FormattableString.Invariant($"{path}-{number}")).First(candidate => !Path.Exists(candidate));
    }
}
