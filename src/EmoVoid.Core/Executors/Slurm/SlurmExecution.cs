using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>
/// A trainer as a Slurm job, from its place in the queue to its end: however often Slurm puts it back in between, it is one job with one number.
/// It is followed by files, so that it needs neither this daemon nor the controller to work.
/// </summary>
internal sealed class SlurmExecution : IExecution
{
    /// <summary>For a network disk to show what was written elsewhere.</summary>
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(30);

    private readonly SlurmCluster _cluster;
    private readonly JobHandle _job;
    private readonly JobFiles _files;
    private readonly TrainerCall _call;
    private readonly ITrainerVoice _voice;
    private readonly JobOrders _orders;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DateTimeOffset _since;
    private readonly IJobListener _listener;
    private readonly bool _isNew;
    private readonly EventFile _file;
    private readonly Pipe _pipe = new();
    private readonly Channel<TrainerEvent> _events = Channel.CreateUnbounded<TrainerEvent>(new() { SingleReader = true });
    private readonly CancellationToken _letGo;
    private int? _begun;
    private bool _hasAskedForCode;
    private int? _code;
    private DateTimeOffset _begunAt;
    private volatile string? _waits;
    private volatile bool _hasStepped;

    /// <param name="isNew">Submitted a moment ago, and not found again.</param>
    /// <param name="letGo">The daemon ends, and the job goes on without it.</param>
    public SlurmExecution(
        SlurmCluster cluster, JobHandle job, JobFiles files, TrainerCall call, ITrainerVoice voice, IJobListener listener, bool isNew, TimeProvider time, ILogger log,
        CancellationToken letGo)
    {
        (_cluster, _job, _files, _call, _voice, _listener, _isNew, _time, _log, _letGo) = (cluster, job, files, call, voice, listener, isNew, time, log, letGo);
        (_since, _file, _orders) = (time.GetUtcNow(), new EventFile(files.Events), new JobOrders(cluster, job.Job, files, call.HearsWords, time));
        _waits = $"Slurm job {job.Job} waits: it was queued a moment ago.";
        End = Follow();
    }

    public string Handle => _job.ToString();

    public string Description => $"Slurm job {_job.Job}";

    public ChannelReader<TrainerEvent> Events => _events.Reader;

    public Task<ExecutionEnd> End { get; }

    public string? Waits => _waits;

    public void Stop()
    {
        if (!_letGo.IsCancellationRequested)
            _orders.Leave();
    }

    public void Kill() => _orders.Kill();

    public Task<bool> Tell(TrainerCommand command) => Task.FromResult(
        _call.HearsWords && _waits is null && _orders.Say(command == TrainerCommand.Save ? TrainerCommands.Save : TrainerCommands.Sample));

    public async ValueTask DisposeAsync()
    {
        if (!End.IsCompleted)
            Kill();
        await End;
    }

    private async Task<ExecutionEnd> Follow()
    {
        _cluster.Follow(_job.Job);
        _cluster.Hurry();
        var hearing = Hear();
        try
        {
            var over = await UntilOver();
            await Drain(over?.Journal.End);
            await _pipe.Writer.CompleteAsync();
            await hearing;
            return over is null ? new ExecutionEnd(0, Kind: EndKind.LetGo) : Judge(over);
        }
        finally
        {
            _cluster.Unfollow(_job.Job);
            _events.Writer.Complete();
        }
    }

    private ExecutionEnd Judge(JobEnd over)
    {
        var end = over.Judge();
        if (end.Kind == EndKind.Cut && (over.IsThePlaces || !_hasStepped))
            _listener.CannotWork(end.Words!);
        return end.Kind == EndKind.Own ? _voice.Judge(end, Say) : end;
    }

    private async Task Hear()
    {
        if (await _voice.Hear(_pipe.Reader.AsStream(), _ => { }, Say))
            return;
        Kill();
        await _pipe.Reader.AsStream().CopyToAsync(Stream.Null);
    }

    private void Say(TrainerEvent said)
    {
        _hasStepped |= said is Stepped;
        _events.Writer.TryWrite(said);
    }

    /// <returns>Null when it was let go.</returns>
    private async Task<JobEnd?> UntilOver()
    {
        DateTimeOffset? missingSince = null;
        while (true)
        {
            if (_letGo.IsCancellationRequested)
                return null;
            await Pump();
            var journal = JobJournal.Read(_files.Journal);
            var (job, isGone) = Look();
            Notice(job, journal);
            if (journal.End is { } said && (JobEnd.IsPlain(said.ExitCode) || _orders.Given))
                return await Ended(job, journal);
            if (isGone || job is { Stage: JobStage.Over })
            {
                missingSince ??= _time.GetUtcNow();
                if (journal.End is not null || await HasNoMoreWords(job, journal) || _time.GetUtcNow() - missingSince > DiskPatience)
                    return await Ended(job, journal);
            }
            else
                missingSince = null;

            await _orders.Carry(job);
            await Task.Delay(_cluster.FilesEvery, _time, _letGo).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <returns>The job, where a look has it that is about now; and whether one does not have it any more.</returns>
    private (QueuedJob? Job, bool IsGone) Look()
    {
        if (_cluster.Last is not { } last || last.Asked <= _since)
            return (null, false);
        return last.Jobs.TryGetValue(_job.Job, out var job) ? (job, false) : (null, true);
    }

    // A script that was never begun, or that was cut with its node, writes nothing more; any other one's words may still be on their way.
    private async Task<bool> HasNoMoreWords(QueuedJob? job, JobJournal journal) =>
        job is { State: not ("COMPLETED" or "FAILED") } || journal.Problem is not null || await SlurmsCode() == BatchScript.NoFolder;

    private async Task<int?> SlurmsCode()
    {
        if (!_hasAskedForCode)
            _code = await _cluster.Programs.ExitCodeOf(_job.Job, CancellationToken.None);
        _hasAskedForCode = true;
        return _code;
    }

    private async Task<JobEnd> Ended(QueuedJob? job, JobJournal journal)
    {
        var code = journal.End is null && job?.State != "CANCELLED" ? await SlurmsCode() : null;
        if (_orders.Given && job is not { Stage: JobStage.Over })
            await _orders.MakeSure();
        return new JobEnd(_job.Job, job, journal, code, _orders.Given);
    }

    private void Notice(QueuedJob? job, JobJournal journal)
    {
        if (journal.Restarts is { } restarts && restarts != _begun)
        {
            (_begun, _begunAt) = (restarts, _time.GetUtcNow());
            _log.JobBegan(_job.Job, journal.Node!, restarts);
            if (journal.ClockIsOffBy(noEarlierThan: _isNew ? _since : null, noLaterThan: _begunAt) is { } off)
                _listener.ClockSeen(journal.Node!, off);
            Say(new Preparing("start", 0, 1)); // it is heard of now, and its silence is counted from here
        }

        // Its own word is newer than a look from before it.
        var looksOld = _cluster.Last is not { } last || last.Asked < _begunAt;
        _waits = job switch
        {
            _ when _begun is not null && looksOld => null,
            { Stage: JobStage.Waits } => JobStates.WhyItWaits(job),
            { State: "SUSPENDED" or "STOPPED" } => $"Slurm job {_job.Job} is suspended on {job.Nodes}.",
            _ when _begun is not null => null,
            { } => $"Slurm job {_job.Job} starts on {job.Nodes}.",
            null when _cluster.Problem is { } problem => $"Slurm job {_job.Job} waits, and Slurm does not answer: {problem}",
            null => _waits,
        };
    }

    private async Task Pump()
    {
        while (_file.Next() is { Length: > 0 } bytes)
            await _pipe.Writer.WriteAsync(bytes);
    }

    // Its last words may come later than the news of its end.
    private async Task Drain(JournalEnd? end)
    {
        var until = _time.GetUtcNow() + DiskPatience;
        await Pump();
        while (end is not null && _file.Read < end.Bytes && _time.GetUtcNow() < until)
        {
            await Task.Delay(_cluster.FilesEvery, _time);
            await Pump();
        }

        await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("\n"));
    }
}
