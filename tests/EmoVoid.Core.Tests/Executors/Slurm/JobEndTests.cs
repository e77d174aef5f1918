using EmoVoid.Core.Executors;
using EmoVoid.Core.Executors.Slurm;

namespace EmoVoid.Core.Tests.Executors.Slurm;

public class JobEndTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void What_the_trainer_says_of_its_end_holds_whatever_Slurm_says(int code) =>
        Assert.Equal(new ExecutionEnd(code), Judge("TIMEOUT", $"begin 7 0 node1 1\nend 7 0 {code} 12\n"));

    [Theory]
    [InlineData("TIMEOUT", "Slurm job 7 came to its time limit.")]
    [InlineData("NODE_FAIL", "The node node1 of Slurm job 7 failed.")]
    [InlineData("PREEMPTED", "Slurm job 7 had to make room for a job that comes first.")]
    [InlineData("BOOT_FAIL", "The node node1 of Slurm job 7 did not start.")]
    [InlineData("DEADLINE", "Slurm job 7 came to its deadline.")]
    public void A_job_that_was_cut_is_no_failure_of_its_run(string state, string words)
    {
        Assert.Equal(new ExecutionEnd(137, words, Kind: EndKind.Cut), Judge(state, "begin 7 0 node1 1\n"));
        Assert.Equal(new ExecutionEnd(10, words, Kind: EndKind.Cut), Judge(state, "begin 7 0 node1 1\ntold 2\nend 7 0 10 12\n"));
    }

    [Fact]
    public void One_that_saved_and_left_before_its_limit_goes_on() => Assert.Equal(
        new ExecutionEnd(10, "Slurm told job 7 to leave, as it does before a time limit; it saved and left.", Kind: EndKind.Cut),
        Judge("FAILED", "begin 7 0 node1 1\ntold 2\nend 7 0 10 12\n"));

    [Fact]
    public void One_that_had_not_saved_yet_goes_on_too() =>
        Assert.Equal(EndKind.Cut, Judge("FAILED", "begin 7 0 node1 1\ntold 2\nend 7 0 143 0\n").Kind);

    [Fact]
    public void Out_of_memory_is_told_as_such() => Assert.Equal(
        new ExecutionEnd(137, "Slurm job 7 took more host memory than it had asked for.", OutOfMemory: true), Judge("OUT_OF_MEMORY", "begin 7 0 node1 1\nend 7 0 137 12\n"));

    [Fact]
    public void One_that_was_cancelled_from_outside_waits_for_a_person() => Assert.Equal(
        new ExecutionEnd(10, "Slurm job 7 was cancelled from outside (scancel).", Kind: EndKind.Withdrawn), Judge("CANCELLED", "begin 7 0 node1 1\ntold 2\nend 7 0 10 12\n"));

    [Fact]
    public void One_that_we_asked_to_leave_is_no_riddle()
    {
        Assert.Equal(new ExecutionEnd(10), Judge("CANCELLED", "begin 7 0 node1 1\nend 7 0 10 12\n", asked: true));
        Assert.Equal(new ExecutionEnd(10), Judge("CANCELLED", "", asked: true)); // it had not begun
        Assert.Equal(new ExecutionEnd(137), Judge("CANCELLED", "begin 7 0 node1 1\n", asked: true));
    }

    [Fact]
    public void A_node_that_lacks_something_is_told_and_not_tried_again_at_once()
    {
        var unseen = new JobEnd("7", Job("FAILED"), JobJournal.Empty, BatchScript.NoFolder, false);
        Assert.True(unseen.IsThePlaces);
        Assert.Equal(EndKind.Cut, unseen.Judge().Kind);
        var noTrainer = new JobEnd("7", Job("FAILED"), JobJournal.Parse("begin 7 0 node1 1\nproblem the trainer /opt/x is not there\n"), null, false);
        Assert.True(noTrainer.IsThePlaces);
        Assert.Equal("Slurm job 7 could not work on the node node1: the trainer /opt/x is not there.", noTrainer.Judge().Words);
    }

    [Fact]
    public void A_job_that_is_gone_without_a_word_counts_as_a_death() => Assert.Equal(
        new ExecutionEnd(137, "Slurm knows job 7 no more, and it left no word: it was deleted, or its node died."),
        new JobEnd("7", null, JobJournal.Parse("begin 7 0 node1 1\n"), null, false).Judge());

    [Fact]
    public void The_journal_is_of_the_last_beginning_and_of_whole_lines()
    {
        var journal = JobJournal.Parse("begin 7 0 node1 100\ntold 5\nend 7 0 10 90\nbegin 7 1 node2 200\nend 7 1 0 1");
        Assert.Equal(new JobJournal(1, "node2", 200, null, false, null), journal);
        Assert.Equal(new JournalEnd(0, 180), JobJournal.Parse("begin 7 1 node2 200\nend 7 1 0 180\n").End);
        Assert.Equal(JobJournal.Empty, JobJournal.Parse("something else\nbegin 7 x node 1\n"));
    }

    [Theory]
    [InlineData(1000, 0)]      // between the two times that we know
    [InlineData(1300, 290)]    // after we have seen it
    [InlineData(700, -300)]    // before it was submitted
    public void A_clock_is_told_to_be_off_where_that_is_certain(long began, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        JobJournal.Parse($"begin 7 0 node1 {began}\n").ClockIsOffBy(DateTimeOffset.FromUnixTimeSeconds(1000), DateTimeOffset.FromUnixTimeSeconds(1010)));

    [Fact]
    public void A_job_that_was_found_again_may_have_begun_long_ago() => Assert.Equal(
        TimeSpan.Zero, JobJournal.Parse("begin 7 0 node1 700\n").ClockIsOffBy(noEarlierThan: null, DateTimeOffset.FromUnixTimeSeconds(1010)));

    private static ExecutionEnd Judge(string state, string journal, bool asked = false) => new JobEnd("7", Job(state), JobJournal.Parse(journal), null, asked).Judge();

    private static QueuedJob Job(string state) => new("7", state, "None", "node1", null);
}
