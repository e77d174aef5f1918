using EmoVoid.Core.Executors.Slurm;

namespace EmoVoid.Core.Tests.Executors.Slurm;

public class QueuedJobTests
{
    /// <summary>Recorded from Slurm 22.05.8: running, cancelled while it was held, put back by scontrol, held, a node that could not start it.</summary>
    private const string Recorded = """
        1|RUNNING|None|node1|emovoid:0f1e2d3c4b5a:69a8-1b2c3d:train:zenigata
        2|CANCELLED|JobHeldUser||(null)
        7|PENDING|BeginTime||emovoid:0f1e2d3c4b5a:69a8-1b2c3e:train:mochi
        4|PENDING|JobHeldUser||x
        5|FAILED|JobLaunchFailure|node1|(null)
        """;

    [Fact]
    public void What_squeue_prints_is_read()
    {
        var jobs = Recorded.Split('\n').Select(QueuedJob.Parse).ToList();
        Assert.Equal(new QueuedJob("1", "RUNNING", "None", "node1", new JobTag("0f1e2d3c4b5a", "69a8-1b2c3d", "train", "zenigata")), jobs[0]);
        Assert.Equal([JobStage.Works, JobStage.Over, JobStage.Waits, JobStage.Waits, JobStage.Over], jobs.Select(job => job!.Stage));
        Assert.Equal(["zenigata", null, "mochi", null, null], jobs.Select(job => job!.Tag?.Run));
    }

    [Theory]
    [InlineData("")]
    [InlineData("slurm_load_jobs error: Unable to contact slurm controller (connect failure)")]
    [InlineData("squeue: warning: something|with|bars|in|it")]
    public void What_is_no_job_is_passed_over(string line) => Assert.Null(QueuedJob.Parse(line));

    [Theory]
    [InlineData("8_3|PENDING|Resources||of an array", "8_3")]
    [InlineData("9|RUNNING|None|node[1-2]|a | b", "9")]
    public void Jobs_of_others_have_any_comment(string line, string id) => Assert.Equal((id, null), (QueuedJob.Parse(line)!.Id, QueuedJob.Parse(line)!.Tag));

    [Theory]
    [InlineData("PENDING", "Resources", "Slurm job 3 waits: no node with what it asks for is free (Resources).")]
    [InlineData("PENDING", "Priority", "Slurm job 3 waits: other jobs come first (Priority).")]
    [InlineData("PENDING", "ReqNodeNotAvail, UnavailableNodes:node[1-3]", "Slurm job 3 waits: a node that it needs is down, drained or reserved (ReqNodeNotAvail, UnavailableNodes:node[1-3]).")]
    [InlineData("PENDING", "QOSMaxJobsPerUserLimit", "Slurm job 3 waits: a limit of the cluster is reached (QOSMaxJobsPerUserLimit).")]
    [InlineData("PENDING", "AssocGrpGRES", "Slurm job 3 waits: a limit of the cluster is reached (AssocGrpGRES).")]
    [InlineData("PENDING", "SomethingNew", "Slurm job 3 waits (SomethingNew).")]
    [InlineData("REQUEUE_HOLD", "launch failed requeued held", "Slurm job 3 was put back and is held: a node could not start it, and it is held; 'scontrol release' lets it go on (launch failed requeued held).")]
    [InlineData("CONFIGURING", "None", "Slurm job 3 waits for its node to get ready: it was queued a moment ago (None).")]
    public void A_job_says_why_it_waits(string state, string reason, string words)
    {
        var job = new QueuedJob("3", state, reason, "", null);
        Assert.Equal(JobStage.Waits, job.Stage);
        Assert.Equal(words, JobStates.WhyItWaits(job));
    }

    [Fact]
    public void A_state_that_a_newer_Slurm_has_loses_no_job() => Assert.Equal(JobStage.Works, JobStates.StageOf("EXPEDITING"));

    [Theory]
    [InlineData("JobId=7 JobName=a UserId=root(0) JobState=FAILED Reason=NonZeroExitCode Requeue=1 ExitCode=71:0 RunTime=00:00:02", 71)]
    [InlineData("JobId=7 JobState=CANCELLED DerivedExitCode=3:0 ExitCode=0:15 RunTime=00:00:02", 143)]
    [InlineData("slurm_load_jobs error: Invalid job id specified", null)]
    public void The_exit_code_is_read_from_scontrol(string text, int? code) => Assert.Equal(code, JobExitCode.FromControl(text));

    [Theory]
    [InlineData("10:0\n", 10)]
    [InlineData("0:9\n", 137)]
    [InlineData("Slurm accounting storage is disabled\n", null)]
    public void The_exit_code_is_read_from_sacct(string text, int? code) => Assert.Equal(code, JobExitCode.FromAccounting(text));

    [Fact]
    public void Tags_and_handles_are_read_as_they_are_written()
    {
        var (tag, handle) = (new JobTag("d", "t", "train", "a-run"), new JobHandle("12", "t", "sample"));
        Assert.Equal(tag, JobTag.Parse(tag.ToString()));
        Assert.Equal(handle, JobHandle.Parse(handle.ToString()));
        Assert.Null(JobHandle.Parse("26817:918273")); // a process of this machine
        Assert.Null(JobHandle.Parse(null));
    }
}
