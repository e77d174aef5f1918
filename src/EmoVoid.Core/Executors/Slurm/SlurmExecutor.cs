using System.Collections.Concurrent;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Trainers as jobs of a Slurm cluster.</summary>
internal sealed class SlurmExecutor(
    ExecutorOptions options, SlurmCluster cluster, TrainerKinds trainers, JobSize size, StateFolder folders, IHostApplicationLifetime daemon, TimeProvider time,
    ILogger<SlurmExecutor> log) : IExecutor
{
    /// <summary>Munge, Slurm's door-keeper, refuses more than five minutes.</summary>
    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromMinutes(1);

    /// <summary>After a refusal: whoever changes the cluster or the configuration waits no longer for it.</summary>
    private static readonly TimeSpan HoldFor = TimeSpan.FromMinutes(2);

    private readonly PathMap _paths = new(options.Paths);
    private readonly ConcurrentDictionary<string, Held> _held = [];
    private readonly ConcurrentDictionary<string, TimeSpan> _clocks = [];

    public string Name => options.Name;

    /// <summary>What a person should know of it; a sentence each.</summary>
    public IEnumerable<string> Warnings() => _held.Values.Where(held => held.Until > time.GetUtcNow()).Select(held => $"Executor '{Name}': {held.Why}").Distinct()
        .Concat(_clocks.Where(clock => clock.Value.Duration() > ClocksMayDiffer)
            .Select(clock => FormattableString.Invariant($"The clock of the node {clock.Key} is {clock.Value.Duration().TotalMinutes:0.#} minutes {(clock.Value > TimeSpan.Zero ? "fast" : "slow")}; beyond five minutes its Slurm is refused. Set up a time service (NTP) there.")));

    public Room RoomFor(Run run, IReadOnlyCollection<string> taken)
    {
        if (NodePlan.DeviceFor(run, options) is null)
            return new Room(null, $"The executor '{Name}' trains on the {options.DeviceThere}, and the run asks for {run.DeviceAsked}.");
        if (_held.TryGetValue(run.Id, out var held) && held.Until > time.GetUtcNow())
            return new Room(null, new Scheduling.RunWait(Scheduling.WaitKind.Device, held.Why, held.Until));
        if (cluster.Problem is { } problem)
            return new Room(null, $"Slurm does not answer: {problem}");
        if (cluster.Last is null)
            return new Room(null, "Slurm has not answered yet.");
        return taken.Count < options.MostJobs ? new Room(options.PlaceName)
            : new Room(null, FormattableString.Invariant($"The executor '{Name}' has as many jobs in Slurm as it may: {options.MostJobs} (EmoVoid:Executors:N:MostJobs)."));
    }

    public async Task<IExecution> Start(TrainerWork work, string place, CancellationToken cancel)
    {
        // A job that nobody knows of any more, as after a restored database, is taken up and not doubled.
        if (await LookFor(work, cancel) is { } there)
            return Follow(work, there, isNew: false);
        var (tag, device) = (new JobTag(DaemonId.Of(folders), JobTag.NewToken(time), work.Command, work.Run.Id), NodePlan.DeviceFor(work.Run, options)!);
        var files = JobFiles.Of(folders, work.Run.Id, tag.Token);
        var call = Prepare(work);
        Directory.CreateDirectory(files.Folder);
        NodePlan.Write(work, device, _paths, files.Plan);
        var request = new JobRequest($"emovoid-{work.Run.Id}", tag, size.Memory(work, options, device), size.TimeLimit(work, options));
        await File.WriteAllTextAsync(files.Script, new BatchScript(options, _paths).Write(request, call, files, work.LogFile), CancellationToken.None);
        return Follow(work, new JobHandle(await Submit(work, files), tag.Token, work.Command), isNew: true);
    }

    /// <summary>A job goes on without the daemon, so it is followed further. Where Slurm does not answer, it is followed by its files until it does.</summary>
    public async Task<IExecution?> FindAgain(TrainerWork work, string? handle, CancellationToken cancel)
    {
        var job = JobHandle.Parse(handle);
        try
        {
            job ??= await LookFor(work, cancel);
        }
        catch (ExecutorBusyException)
        {
            return null; // the next start looks before it submits
        }

        if (job is null)
            return null;
        if (job.Command == work.Command)
            return Follow(work, job, isNew: false);
        await End(job); // of pictures: they are asked for again
        return null;
    }

    /// <exception cref="ExecutorBusyException">Slurm does not answer.</exception>
    private async Task<JobHandle?> LookFor(TrainerWork work, CancellationToken cancel)
    {
        var look = await cluster.Look(cancel) ?? throw new ExecutorBusyException($"Slurm does not answer: {cluster.Problem}");
        JobHandle? found = null;
        foreach (var job in look.Jobs.Values.Where(job => job.Stage != JobStage.Over && job.Tag is { } tag && tag.Run == work.Run.Id && tag.Daemon == DaemonId.Of(folders)))
        {
            var handle = new JobHandle(job.Id, job.Tag!.Token, job.Tag.Command);
            if (found is null && handle.Command == work.Command && work.Command == TrainerTask.Train)
                found = handle;
            else
                await End(handle);
        }

        return found;
    }

    private async Task End(JobHandle job)
    {
        try
        {
            await cluster.Programs.Cancel(job.Job, signal: null, batch: false, CancellationToken.None);
        }
        catch (SlurmException e)
        {
            log.JobNotEnded(job.Job, e.Message);
        }
    }

    private async Task<string> Submit(TrainerWork work, JobFiles files)
    {
        try
        {
            return await cluster.Programs.Submit(files.Script, CancellationToken.None);
        }
        catch (SlurmException e)
        {
            if (e.IsRefusal)
                Hold(work.Run.Id, $"Slurm refused the job: {e.Message}");
            throw new ExecutorBusyException(e.IsRefusal ? $"Slurm refused the job: {e.Message}" : $"Slurm does not answer: {e.Message}");
        }
    }

    private SlurmExecution Follow(TrainerWork work, JobHandle job, bool isNew)
    {
        var (files, call) = (JobFiles.Of(folders, work.Run.Id, job.Token), Prepare(work));
        log.JobFollowed(work.Run.Id, job.Job, Name);
        return new SlurmExecution(
            cluster, job, files, call, trainers.Of(work).VoiceFor(work), new Listener(this, work.Run.Id), isNew, time, log,
            work.Command == TrainerTask.Train ? daemon.ApplicationStopping : CancellationToken.None);
    }

    private TrainerCall Prepare(TrainerWork work)
    {
        try
        {
            var call = trainers.Of(work).Prepare(work);
            return call.HearsWords || _paths.IsEmpty ? call
                : throw new ExecutorException($"The run's trainer reads paths that the executor '{Name}' cannot translate (EmoVoid:Executors:N:Paths); it needs nodes that have the folders where this machine has them.");
        }
        catch (TrainerNotFoundException e)
        {
            throw new ExecutorException($"The trainer cannot be started: {e.Message}", e);
        }
    }

    private void Hold(string run, string why) => _held[run] = new Held(why, time.GetUtcNow() + HoldFor);

    private sealed class Listener(SlurmExecutor executor, string run) : IJobListener
    {
        public void CannotWork(string why) => executor.Hold(run, why);

        public void ClockSeen(string node, TimeSpan off) => executor._clocks[node] = off;
    }

    private sealed record Held(string Why, DateTimeOffset Until);
}
