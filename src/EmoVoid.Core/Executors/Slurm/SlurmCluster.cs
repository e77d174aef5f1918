using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>All jobs as they were at one look.</summary>
/// <param name="Asked">When it was begun: what was submitted later may not be in it.</param>
internal sealed record JobsLook(DateTimeOffset Asked, IReadOnlyDictionary<string, QueuedJob> Jobs);

/// <summary>
/// One cluster, asked for all jobs at once however many are followed: between two looks everybody sees the same. While the controller does not
/// answer, the last look stands, and the problem is told.
/// </summary>
internal sealed class SlurmCluster(SlurmPrograms programs, TimeSpan every, TimeProvider time, ILogger<SlurmCluster> log) : IDisposable
{
    /// <summary>With nobody to follow, only health asks.</summary>
    private const int Idle = 6;

    private static readonly TimeSpan Stray = TimeSpan.FromMinutes(1);

    /// <summary>For whoever has just changed something: soon, and not once for each of many.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile JobsLook? _last;
    private volatile string? _problem;
    private readonly ConcurrentDictionary<string, byte> _followed = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unfollowed = [];

    public SlurmPrograms Programs => programs;

    /// <summary>How often the files of a job are looked at: twice a second, and more seldom where many jobs share one disk.</summary>
    public TimeSpan FilesEvery => TimeSpan.FromMilliseconds(500) * (1 + (_followed.Count / 20));

    /// <summary>Null before the first.</summary>
    public JobsLook? Last => _last;

    /// <summary>Why it cannot be asked now; null when it can.</summary>
    public string? Problem => _problem;

    public void Follow(string job) => _followed[job] = 0;

    public void Unfollow(string job) => _followed.TryRemove(job, out _);

    /// <summary>Jobs of a daemon that nobody has followed for a minute, as after a restored database.</summary>
    public IEnumerable<QueuedJob> Strays(string daemon) => _last is { } last
        ? last.Jobs.Values.Where(job => job.Stage != JobStage.Over && job.Tag?.Daemon == daemon && _unfollowed.TryGetValue(job.Id, out var since) && last.Asked - since > Stray)
        : [];

    /// <summary>The next look is to come soon.</summary>
    public void Hurry() => _hurry.TrySetResult();

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Looks again and again until the daemon ends.</summary>
    public async Task Watch(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Look(stop);
            var hurry = _hurry.Task;
            if (await Task.WhenAny(Task.Delay(!_followed.IsEmpty ? every : Idle * every, time, stop), hurry) == hurry)
            {
                await Task.Delay(Soon, time, stop);
                _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>A look that was begun after this call.</summary>
    /// <returns>Null when the controller does not answer; then <see cref="Problem"/> says why.</returns>
    public async Task<JobsLook?> Look(CancellationToken cancel)
    {
        var asked = time.GetUtcNow();
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            // Many ask at once, as when a queue of runs is started.
            if (_last is { } last && last.Asked > asked)
                return last;
            var begun = time.GetUtcNow();
            _last = new JobsLook(begun, (await programs.Jobs(cancel)).DistinctBy(job => job.Id).ToDictionary(job => job.Id));
            Remember(_last);
            if (_problem is not null)
                log.SlurmAnswers();
            _problem = null;
            return _last;
        }
        catch (SlurmException e)
        {
            if (_problem is null)
                log.SlurmSilent(e.Message);
            _problem = e.Message;
            return null;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private void Remember(JobsLook look)
    {
        foreach (var job in look.Jobs.Keys)
            if (_followed.ContainsKey(job))
                _unfollowed.TryRemove(job, out _);
            else
                _unfollowed.TryAdd(job, look.Asked);
        foreach (var job in _unfollowed.Keys.Where(job => !look.Jobs.ContainsKey(job)))
            _unfollowed.TryRemove(job, out _);
    }
}
