using System.Text;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Contracts.Light;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>What is read of a log, whole, broken, or of another program.</summary>
public sealed class TrainingLogTests
{
    [Fact]
    public async Task The_answer_is_that_of_a_run_of_our_own()
    {
        int[] lit = [9, 13, 45];
        var console = Steps(new KohyaConsole().Begin(70), 1, 70, lit);
        foreach (var save in new[] { 1, 28, 66 })
            console.Save($"/out/zeni-step{save:00000000}.safetensors");

        var advice = await Advice(console);
        var own = CheckpointAdvisor.Recommend([1, 28, 66], lit);

        Assert.Equal(lit, advice.Lit);
        Assert.Equal(own.Candidates.Select(candidate => (candidate.Step, candidate.Score, candidate.LitNearby)), advice.Candidates.Select(candidate => (candidate.Step, candidate.Score, candidate.LitNearby)));
        Assert.Equal((own.Why, own.Confidence, own.NoClearWinner), (advice.Why, advice.Confidence, advice.NoClearWinner));
        Assert.Equal("zeni-step00000001.safetensors", advice.Candidates[0].File);
    }

    [Theory]
    [InlineData("✨[READY TO STOP]✨\n", "")] // once more, before the bar
    [InlineData("", "✨[READY TO STOP]✨\n")] // once more, after the bar: of the next step
    public async Task A_light_that_is_reported_twice_counts_once(string before, string after)
    {
        var console = Steps(new KohyaConsole().Begin(20), 1, 9, []).Print(before).Step(10, lit: true).Print(after).Step(11, lit: after.Length > 0);
        Assert.Equal(after.Length > 0 ? [10, 11] : [10], (await Advice(console)).Lit);
    }

    [Fact]
    public async Task A_light_in_the_middle_of_a_bar_does_not_break_it()
    {
        var whole = Steps(new KohyaConsole().Begin(20), 1, 10, []).Text;
        var bar = whole.LastIndexOf("steps:", StringComparison.Ordinal);
        for (var at = bar; at < whole.Length; at++)
        {
            var advice = await Advice(Log(whole[..at] + "✨[READY TO STOP]✨\n" + whole[at..]));
            Assert.Equal(10, advice.LastStep);
            Assert.Equal([11], advice.Lit); // this bar was drawn before, when the step began
        }
    }

    [Fact]
    public async Task Epochs_are_saved_at_their_last_step_and_the_end_at_the_last_of_all()
    {
        var console = new KohyaConsole().Begin(30, batchesPerEpoch: 20, accumulated: 2);
        for (var epoch = 1; epoch <= 3; epoch++)
            Steps(console, 10 * epoch - 9, 10 * epoch, [12]).Save($"out/zeni{(epoch < 3 ? $"-{epoch:000000}" : "")}.safetensors");

        Assert.Equal(
            [(10, "zeni-000001.safetensors"), (20, "zeni-000002.safetensors"), (30, "zeni.safetensors")],
            (await Advice(console)).Candidates.Select(candidate => (candidate.Step, candidate.File)).Order());
    }

    [Fact]
    public async Task A_checkpoint_that_was_removed_is_none()
    {
        var console = Steps(new KohyaConsole().Begin(20), 1, 5, [4]).Save("/o/a-step00000005.safetensors");
        Steps(console, 6, 20, []).Save("/o/a-step00000020.safetensors").Remove("/o/a-step00000005.safetensors");
        Assert.Equal([20], (await Advice(console)).Candidates.Select(candidate => candidate.Step));
    }

    [Fact]
    public async Task Beginning_again_overrides_what_was()
    {
        var console = Steps(new KohyaConsole().Begin(40), 1, 30, [10, 25]).Save("/o/a-step00000010.safetensors").Save("/o/a-step00000030.safetensors").Print("\nTraceback: out of memory\n");
        Steps(console.Begin(40), 1, 20, [12]).Save("/o/a-step00000010.safetensors");

        var advice = await Advice(console);

        Assert.Equal([12], advice.Lit);
        Assert.Equal([10], advice.Candidates.Select(candidate => candidate.Step));
        Assert.Equal((2, 20), (advice.Starts, advice.LastStep));
        Assert.Contains(advice.Notes, note => note.Contains("started 2 times", StringComparison.Ordinal) && note.Contains("1 of its checkpoints is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_that_made_no_step_overrides_nothing()
    {
        var console = Steps(new KohyaConsole().Begin(40), 1, 30, [10]).Begin(40).Print("\nCUDA out of memory\n");
        var advice = await Advice(console);
        Assert.Equal([10], advice.Lit);
        Assert.Equal((1, 30), (advice.Starts, advice.LastStep));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resumed_training_goes_on_where_its_skipped_steps_end(bool headingIsThere) // else the names of the saves say it
    {
        var console = Steps(new KohyaConsole().Begin(60), 1, 30, [10, 25, 30]).Save("/o/a-step00000020.safetensors");
        // Resumed from the state of step 20: the bar counts 40 steps, from 0.
        console.Begin(60, skipped: 20);
        for (var bar = 0; bar <= 40; bar++)
        {
            if (bar == 15)
                console.Print("✨[READY TO STOP]✨\n");
            console.Print($"\rsteps:  10%|█         | {bar}/40 [00:10<01:00,  1.5s/it]");
            if (!headingIsThere && bar % 20 == 0 && bar > 0)
                console.Save($"/o/a-step{20 + bar:00000000}.safetensors");
        }

        var advice = await Advice(Log(headingIsThere ? console.Text : console.Text.Replace("total optimization steps", "steps in all", StringComparison.Ordinal)));

        Assert.Equal([10, 35], advice.Lit);
        Assert.Equal(headingIsThere ? [20] : [20, 40, 60], advice.Candidates.Select(candidate => candidate.Step).Order());
        Assert.Equal((60, 60, 2), (advice.LastStep, advice.StepsAskedFor, advice.Starts));
    }

    [Fact]
    public async Task Output_that_was_kept_back_is_put_in_order_by_its_losses_and_epochs_by_the_heading()
    {
        // stdout to a file: 4 KiB at a time, while the bars on stderr run on.
        var console = new KohyaConsole().Begin(100, batchesPerEpoch: 25);
        var kept = new StringBuilder();
        for (var step = 1; step <= 100; step++)
        {
            kept.Append(step is > 40 and <= 60 ? "✨[READY TO STOP]✨\n" : "").Append(System.Globalization.CultureInfo.InvariantCulture, $"Loss: {0.01 * step:F4} | Pulse: 1.0000e-04\n");
            if (step == 25)
                kept.Append("\nsaving checkpoint: /o/a-000001.safetensors\n\nsaving checkpoint: /o/a-step00000025.safetensors\n");
            console.Step(step);
            if (step % 33 == 0 || step is 34 or 100)
            {
                console.Print(kept.ToString());
                kept.Clear();
            }
        }

        var log = await Read(Log(console.Text));

        Assert.Equal(Enumerable.Range(41, 20), log.Lit);
        Assert.Equal(Enumerable.Range(1, 100).Select(step => new StepLoss(step, Math.Round(0.01 * step, 4))), log.Losses.Select(loss => loss with { Loss = Math.Round(loss.Loss, 4) }));
        Assert.Equal([25, 25], log.Saves.Select(save => save.Step));
    }

    [Fact]
    public async Task Light_that_was_kept_back_without_losses_is_doubted()
    {
        var console = Steps(new KohyaConsole().Begin(50), 1, 40, []).Print(string.Concat(Enumerable.Repeat("✨[READY TO STOP]✨\n", 12)));
        var advice = await Advice(Steps(console, 41, 50, []));
        Assert.Equal([41], advice.Lit);
        Assert.Contains(advice.Notes, note => note.Contains("Up to 12 reports", StringComparison.Ordinal) && note.Contains("PYTHONUNBUFFERED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bars_of_the_validation_and_of_the_samples_are_no_steps()
    {
        var console = Steps(new KohyaConsole().Begin(50), 1, 20, [20]).Print("\rvalidation steps:  50%|█████     | 2/4 [00:01<00:01,  1.2it/s, val_avg_loss=0.01, timestep=200]")
            .Print("\repoch validation steps: 100%|██████████| 4/4 [00:01<00:01]").Print("\r100%|██████████| 28/28 [00:10<00:00,  2.8it/s]");
        var advice = await Advice(Steps(console, 21, 30, []));
        Assert.Equal((30, 1, LogLosses.None), (advice.LastStep, advice.Starts, advice.Losses));
        Assert.Equal([20], advice.Lit);
    }

    [Fact]
    public async Task What_if_is_the_replay_of_the_printed_losses()
    {
        var losses = Enumerable.Range(1, 200).Select(step => Math.Round(0.03 + 0.1 * Math.Exp(-step / 4.0) + 0.002 * Math.Sin(step), 4)).ToList();
        var console = new KohyaConsole().Begin(200);
        for (var step = 1; step <= 200; step++)
            console.Step(step, loss: losses[step - 1], average: 0.5);
        console.Save("/o/a.safetensors");

        var advice = await Advice(Log(console.Text), 0.035);

        var expected = LightReplay.Of(losses.Select((loss, index) => new StepLoss(index + 1, loss)), new EmoVoidSettings(StopLoss: 0.035)).LitSteps;
        Assert.NotEmpty(expected);
        Assert.Equal(expected, advice.Lit);
        Assert.Equal((true, true, LogLosses.Steps, 0.035), (advice.Replayed, advice.ReplayExact, advice.Losses, advice.StopLoss));
    }

    [Fact]
    public async Task A_replay_over_averages_or_over_gaps_says_that_it_is_not_exact()
    {
        var averages = new KohyaConsole().Begin(100);
        var gaps = new KohyaConsole().Begin(100);
        for (var step = 1; step <= 100; step++)
        {
            averages.Step(step, average: 0.0312);
            gaps.Step(step, loss: step is 7 or 8 ? null : step == 9 ? double.NaN : 0.0312);
        }

        var (ofAverages, ofGaps) = (await Advice(Log(averages.Text), 0.04), await Advice(Log(gaps.Text.Replace("NaN", "nan", StringComparison.Ordinal)), 0.04));

        Assert.Equal((LogLosses.Averages, false), (ofAverages.Losses, ofAverages.ReplayExact));
        Assert.Contains(ofAverages.Notes, note => note.Contains("avr_loss", StringComparison.Ordinal) && note.Contains("not exact", StringComparison.Ordinal));
        Assert.Equal((LogLosses.Steps, false), (ofGaps.Losses, ofGaps.ReplayExact));
        Assert.Contains(ofGaps.Notes, note => note.Contains("3 of 100 steps have no loss", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_average_that_the_terminal_cut_off_is_not_believed()
    {
        var console = Steps(new KohyaConsole().Begin(9), 1, 8, []).Print("\rsteps: 100%|██████████| 9/9 [00:10<00:00,  2.8s/it, avr_loss=0.0\r\n");
        Assert.Equal(LogLosses.None, (await Advice(console)).Losses);
    }

    [Fact]
    public async Task The_log_of_another_optimizer_gives_the_save_with_the_lowest_loss()
    {
        var console = new KohyaConsole().Optimizer("8-bit AdamW optimizer", "{'weight_decay': 0.1}").Begin(100);
        for (var step = 1; step <= 100; step++)
        {
            console.Step(step, average: step <= 60 ? 0.2 - 0.001 * step : 0.2);
            if (step % 20 == 0)
                console.Save($"/o/a-step{step:00000000}.safetensors");
        }

        var advice = await Advice(console);

        Assert.Equal((60, 0.0, false), (advice.Candidates[0].Step, advice.Confidence, advice.FromEmovoid));
        Assert.StartsWith("No light was ever reported: this log is not from EmoVoid but from 8-bitAdamW, so only its losses can speak: step 60 has the lowest stable loss", advice.Why);
        Assert.Null(advice.StopLossThatLights);
    }

    [Fact]
    public async Task EmoVoid_that_was_told_to_be_quiet_is_known_by_its_name()
    {
        var console = Steps(new KohyaConsole().Optimizer("optimizer.emovoid.EmoVoid", "{'stopcoef': 0.02, 'notify': False}").Begin(9), 1, 9, []);
        var advice = await Advice(console);
        Assert.Equal((true, "optimizer.emovoid.EmoVoid", 0.02), (advice.FromEmovoid, advice.Optimizer, advice.StopLoss));
        Assert.Contains(advice.Notes, note => note.Contains("notify=False", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_source_of_the_light_in_an_error_message_is_no_light()
    {
        var console = Steps(new KohyaConsole().Begin(9), 1, 8, []).Print("\n    print(f\"✨[READY TO STOP]✨\")\nUnicodeEncodeError: 'cp932' codec can't encode character '\\u2728'\n");
        Assert.Empty((await Advice(console)).Lit);
    }

    [Fact]
    public async Task A_log_without_its_beginning_or_its_end_says_so()
    {
        var text = Steps(new KohyaConsole().Begin(100), 1, 70, [40, 41, 42]).Text;
        var beginning = text.IndexOf("✨[READY", StringComparison.Ordinal);
        var advice = await Advice(Log(text[beginning..]));

        Assert.Equal([40, 41, 42], advice.Lit);
        Assert.Equal(["The log begins after step 39: what was before is not known", "The log ends at step 70 of 100: the training was stopped, or the log is not whole"], advice.Notes);
    }

    [Theory]
    [InlineData("", "the log is empty")]
    [InlineData("Hello.\n", "no progress bar")]
    [InlineData("\0\u0001\u0002\u0003\u0004\0\0\0\0", "it is no text")]
    [InlineData("\rsteps:   0%|          | 0/100 [00:00<?, ?it/s]\nTraceback\n", "ended before its first step")]
    [InlineData("✨[READY TO STOP]✨\n✨[READY TO STOP]✨\n", "reported 2 times, but no progress bar")]
    [InlineData("\nsaving checkpoint: /o/a-step00000060.safetensors\n", "2>&1")]
    [InlineData("\rsteps:   9%|█         | 999999999/999999999 [00:00<?, ?it/s]", "at most 1000000 steps")]
    public async Task A_log_without_steps_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<LogException>(() => Read(Log(text)))).Message);

    [Fact]
    public async Task Another_stop_loss_without_losses_is_refused()
    {
        var console = Steps(new KohyaConsole().Begin(9), 1, 9, [3]);
        Assert.Contains("no losses", (await Assert.ThrowsAsync<LogException>(() => Advice(Log(console.Text), 0.02))).Message);
    }

    private static KohyaConsole Steps(KohyaConsole console, int from, int to, int[] lit)
    {
        for (var step = from; step <= to; step++)
            console.Step(step, lit.Contains(step));
        return console;
    }

    private static MemoryStream Log(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Task<TrainingLog> Read(Stream log) => TrainingLogReader.ReadAsync(log, TestContext.Current.CancellationToken);

    private static Task<LogAdvice> Advice(KohyaConsole console) => Advice(Log(console.Text));

    private static async Task<LogAdvice> Advice(Stream log, double? stopLoss = null) => LogAdvisor.Advise(await Read(log), stopLoss: stopLoss);
}
