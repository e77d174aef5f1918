using EmoVoid.Contracts.Events;

namespace EmoVoid.Training.Loop;

/// <summary>Keeps a checkpoint folder to one trainer: after a daemon has died, its trainer may still be at its last step when the next one is started.</summary>
/// <remarks>The system takes the lock off when its holder ends, however that happens.</remarks>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "trainer.lock";
    private const int WouldBlock = 11; // errno of Linux: EWOULDBLOCK

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Waits until no other trainer has the folder.</summary>
    /// <exception cref="TrainingException">Bad plan: another trainer still has it after <paramref name="patience"/>.</exception>
    /// <exception cref="OperationCanceledException">Stopped meanwhile.</exception>
    public static FolderLock Take(string folder, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryOpen(Path.Combine(folder, Name)) is { } file)
                return new FolderLock(file);
            if (time.GetElapsedTime(start) >= patience)
                throw new TrainingException(TrainerExitCode.BadPlan, $"Another trainer is at work in {folder}, and has not left within {patience.TotalMinutes:0.#} minutes. Wait for it, or end it.");
            stop.WaitHandle.WaitOne(BetweenTries);
            stop.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when ((e.HResult & 0xffff) == WouldBlock)
        {
            return null;
        }
    }
}
