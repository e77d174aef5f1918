using System.Text;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Safetensors;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("zeni-step00000060.safetensors", "zeni", 60, null)]
    [InlineData("my zeni-v2-000003.safetensors", "my zeni-v2", null, 3)]
    [InlineData("zeni.safetensors", "zeni", null, null)]
    [InlineData("zeni-1234.safetensors", "zeni-1234", null, null)]
    [InlineData("a-step00000001-000002.safetensors", "a-step00000001", null, 2)]
    [InlineData("ソ-step123456789.safetensors", "ソ", 123456789, null)]
    public void Names_are_read_as_the_scripts_make_them(string file, string run, int? step, int? epoch) =>
        Assert.Equal(new CheckpointName(file, run, step, epoch), CheckpointName.Of(file));

    [Fact]
    public async Task Files_say_their_steps_by_their_metadata_then_by_their_names_then_by_the_log()
    {
        Write("zeni-step00000010.safetensors");
        Write("zeni-000001.safetensors", steps: 20);
        Write("zeni-000002.safetensors");
        Write("zeni.safetensors", steps: 50);
        var log = await Log("\nsaving checkpoint: /somewhere/zeni-000002.safetensors\n");

        var advice = LogAdvisor.Advise(log, CheckpointFolder.Read(folder.Path));

        Assert.Equal(
            [(10, "zeni-step00000010.safetensors"), (20, "zeni-000001.safetensors"), (30, "zeni-000002.safetensors"), (50, "zeni.safetensors")],
            advice.Candidates.Select(candidate => (candidate.Step, candidate.File)).Order());
        Assert.Equal(30, advice.Candidates[0].Step);
        Assert.Contains(advice.Notes, note => note.Contains("before the checkpoints of step 50", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_another_run_are_left_out_when_the_log_tells_of_its_own()
    {
        Write("zeni-step00000010.safetensors");
        Write("other-step00000030.safetensors");

        var advice = LogAdvisor.Advise(await Log("\nsaving checkpoint: zeni-step00000020.safetensors\n"), CheckpointFolder.Read(folder.Path));

        Assert.Equal([10], advice.Candidates.Select(candidate => candidate.Step));
        Assert.Contains(advice.Notes, note => note.Contains("no checkpoint of other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_several_runs_are_refused_when_the_log_tells_of_none()
    {
        Write("zeni-step00000010.safetensors");
        Write("other-step00000030.safetensors");
        var log = await Log("");
        Assert.Contains("other, zeni", Assert.Throws<LogException>(() => LogAdvisor.Advise(log, CheckpointFolder.Read(folder.Path))).Message);
    }

    [Fact]
    public async Task A_broken_file_counts_by_its_name_and_one_without_a_step_is_left_out()
    {
        folder.Write("zeni-step00000030.safetensors", "no tensors");
        Write("zeni-000004.safetensors");

        var advice = LogAdvisor.Advise(await Log(""), CheckpointFolder.Read(folder.Path));

        Assert.Equal([30], advice.Candidates.Select(candidate => candidate.Step));
        Assert.Contains(advice.Notes, note => note.Contains("zeni-step00000030.safetensors cannot be used", StringComparison.Ordinal));
        Assert.Contains(advice.Notes, note => note.Contains("The step of zeni-000004.safetensors is not known", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_has_none_or_is_not_there_is_refused()
    {
        Assert.Contains("has no checkpoint", Assert.Throws<LogException>(() => CheckpointFolder.Read(folder.Path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<LogException>(() => CheckpointFolder.Read(folder["nowhere"])).Message);
        Assert.Null(CheckpointFolder.ReadIfAny(folder.Path));
    }

    [Fact]
    public async Task The_one_log_in_a_folder_is_found_among_its_texts()
    {
        folder.Write("prompts.txt", "zenigata, smiling");
        var path = folder.Write("console.LOG", Console(""));
        Assert.Equal(path, (await LogFile.ReadAsync(folder.Path, TestContext.Current.CancellationToken)).Path);

        folder.Write("second.txt", Console(""));
        Assert.Contains("console.LOG, second.txt", (await Assert.ThrowsAsync<LogException>(() => LogFile.ReadAsync(folder.Path, TestContext.Current.CancellationToken))).Message);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string name, int? steps = null) =>
        SafetensorsWriter.Write(folder[name], [], steps is null ? null : new Dictionary<string, string> { ["ss_steps"] = $"{steps}" });

    private static Task<TrainingLog> Log(string afterStep30) =>
        TrainingLogReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Console(afterStep30))), TestContext.Current.CancellationToken);

    private static string Console(string afterStep30)
    {
        var console = new KohyaConsole().Begin(40);
        for (var step = 1; step <= 40; step++)
            console.Step(step, lit: step is 28 or 29).Print(step == 30 ? afterStep30 : "");
        return console.Text;
    }
}
