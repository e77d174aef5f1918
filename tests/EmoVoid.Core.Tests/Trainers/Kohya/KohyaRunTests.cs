using System.Diagnostics;
using System.Text.Json.Nodes;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Core.Runs;
using EmoVoid.Safetensors;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Trainers.Kohya;

/// <summary>Runs that kohya's scripts train, from the inbox to the output.</summary>
public sealed class KohyaRunTests
{
    private const string Sidecar = "trainer = \"kohya\"\n[train]\nsteps = 48\nsave_every = 12\nstop_loss = 0.05\n[sample]\nprompts = \"mochi\"\nsteps = 3\nevery = 12\n";

    [Fact]
    public async Task Every_step_has_the_loss_that_the_scripts_logged_and_the_light_that_the_console_told()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn());
        await daemon.Drop("mochi", Sidecar);
        await daemon.Until("mochi", RunState.Completed);

        var run = daemon.Runs.Get("mochi");
        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(new TrainedWith("sd-scripts, EmoVoid 3.9.1", "2.7.1+cpu", "cpu"), run.TrainedWith);
        IsTheWholeRun(daemon.Metrics("mochi"));
        Assert.Equal([(12, CheckpointReason.Interval), (24, CheckpointReason.Interval), (36, CheckpointReason.Interval), (48, CheckpointReason.Last)],
            daemon.Checkpoints("mochi").Select(checkpoint => (checkpoint.Step, checkpoint.Reason)));
        Assert.All(daemon.Checkpoints("mochi"), checkpoint => Assert.Equal($"{checkpoint.Step}", CountIn(daemon.CheckpointOf("mochi", checkpoint.Step))));
        Assert.True(File.Exists(daemon.OutputOf("mochi", "recommended.safetensors")));
        Assert.Equal("png of mochi", File.ReadAllText(daemon.OutputOf("mochi", "samples", "step00000024-1.png")));
        Assert.Contains("total optimization steps", File.ReadAllText(daemon.OutputOf("mochi", "trainer.log")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(daemon.State.WorkOf("mochi")));
        Assert.Equal(["1.png", "1.txt", "2.png", "2.txt", "3.png", "3.txt", "emovoid.toml"],
            Directory.EnumerateFiles(daemon.OutputOf("mochi", "dataset")).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public async Task The_command_line_follows_the_guide()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(), ("EmoVoid:Kohya:LowVram", "true"));
        await daemon.Drop("mochi", "trainer = \"kohya\"\n[train]\nsteps = 4\nsave_every = 4\nrank = 8\nalpha = 1.5\nseed = 7\nstop_loss = 0.02\n[sample]\ncount = 0\n");
        await daemon.Until("mochi", RunState.Completed);

        var (scripts, work) = (daemon.Scripts, daemon.State.CheckpointsOf("mochi"));
        foreach (var (name, value) in new[]
                 {
                     ("network_module", "networks.lora_anima"), ("network_dim", "8"), ("network_alpha", "1.5"), ("learning_rate", "1.0"), ("lr_scheduler", "constant"),
                     ("max_train_steps", "4"), ("seed", "7"), ("blocks_to_swap", "22"), ("mixed_precision", "bf16"), ("save_every_n_steps", "4"),
                     ("optimizer_type", "optimizer.emovoid.EmoVoid"), ("optimizer_args", "stopcoef=0.02"), ("output_dir", Path.Combine(work, "kohya", "from00000000")),
                     ("output_name", "mochi"), ("dataset_config", Path.Combine(work, "kohya", "dataset_config.toml")), ("sample_prompts", null),
                 })
            Assert.Equal((name, value), (name, scripts.Argument(name)));
        Assert.Subset(scripts.Arguments.ToHashSet(), new HashSet<string> { "--network_train_unet_only", "--cache_latents", "--cache_text_encoder_outputs", "--gradient_checkpointing", "--save_state" });
        Assert.Equal(("1", "true"), ((string?)scripts.Environs["PYTHONUNBUFFERED"], (string?)scripts.Environs["ACCELERATE_USE_CPU"]));
    }

    [Fact]
    public async Task Scripts_that_are_killed_go_on_from_their_last_state_and_the_run_is_whole()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["hold_at"] = 30 }));
        await daemon.Drop("mochi", Sidecar);
        await Wait.Until(() => daemon.Runs.Get("mochi").Step == 28, "the steps before it holds"); // the last one is told with the next
        using (var process = Process.GetProcessById(daemon.Scripts.Processes[^1]))
            process.Kill();
        daemon.Scripts.Go();
        await daemon.Until("mochi", RunState.Completed);

        Assert.Equal(RunState.Completed, daemon.Runs.Get("mochi").State);
        Assert.Equal((2, 24), (daemon.Scripts.Processes.Count, daemon.Runs.Get("mochi").ResumedAt));
        Assert.Equal(("24", "0"), (daemon.Scripts.Argument("max_train_steps"), daemon.Scripts.Argument("initial_step")));
        Assert.EndsWith("from00000000/mochi-step00000024-state", daemon.Scripts.Argument("resume"), StringComparison.Ordinal);
        IsTheWholeRun(daemon.Metrics("mochi"));
        Assert.Equal([12, 24, 36, 48], daemon.Checkpoints("mochi").Select(checkpoint => checkpoint.Step));
        Assert.All(daemon.Checkpoints("mochi"), checkpoint => Assert.Equal($"{checkpoint.Step}", CountIn(daemon.CheckpointOf("mochi", checkpoint.Step))));
        Assert.True(File.Exists(daemon.OutputOf("mochi", "samples", "step00000036-1.png")));
        Assert.Contains(daemon.Runs.Notes("mochi"), note => note.Contains("After step 24 kohya's scripts went on from their saved state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_paused_run_says_from_where_it_goes_on_and_does()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["hold_at"] = 16 }));
        await daemon.Drop("mochi", Sidecar);
        await Wait.Until(() => daemon.Runs.Get("mochi").Step == 14, "the steps before it holds");
        daemon.Commands.Pause("mochi");
        await daemon.Until("mochi", RunState.Paused);
        Assert.Equal("Paused on request. It goes on from step 12, its last saved state: kohya's scripts save at their interval only, not when they are stopped.", daemon.Runs.Get("mochi").Message);

        daemon.Scripts.Go();
        daemon.Commands.Resume("mochi");
        await daemon.Until("mochi", RunState.Completed);
        Assert.Equal(12, daemon.Runs.Get("mochi").ResumedAt);
        IsTheWholeRun(daemon.Metrics("mochi"));
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_run_at_once()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["nan_at"] = 20, ["hold_at"] = 24 }));
        await daemon.Drop("mochi", Sidecar);
        await daemon.Until("mochi", RunState.Failed);

        var run = daemon.Runs.Get("mochi");
        Assert.Equal(((int?)TrainerExitCode.Diverged, "The loss of step 20 is infinite or not a number; nothing trained after it is of use."), (run.ExitCode, run.Message));
        Assert.Equal(19, daemon.Metrics("mochi")[^1].Step);
        Assert.Single(daemon.Scripts.Processes);
    }

    [Fact]
    public async Task A_state_that_is_cut_is_not_gone_on_from()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["hold_at"] = 30 }));
        await daemon.Drop("mochi", Sidecar);
        await Wait.Until(() => daemon.Runs.Get("mochi").Step == 28, "the steps before it holds");
        var state = Path.Combine(daemon.State.CheckpointsOf("mochi"), "kohya", "from00000000", "mochi-step00000024-state", "random_states_0.pkl");
        using (var file = File.OpenWrite(state))
            file.SetLength(file.Length - 1);
        using (var process = Process.GetProcessById(daemon.Scripts.Processes[^1]))
            process.Kill();
        daemon.Scripts.Go();
        await daemon.Until("mochi", RunState.Completed);

        Assert.Equal(12, daemon.Runs.Get("mochi").ResumedAt);
        IsTheWholeRun(daemon.Metrics("mochi"));
    }

    [Fact]
    public async Task Without_a_log_of_losses_the_bars_means_are_taken_and_that_is_said()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["no_log"] = true }));
        await daemon.Drop("mochi", Sidecar);
        await daemon.Until("mochi", RunState.Completed);

        var metrics = daemon.Metrics("mochi");
        Assert.Equal(48, metrics.Count);
        Assert.Equal((0.035, 0.0353), (metrics[0].Loss, metrics[1].Loss));
        Assert.Equal([43, 44, 45, 46, 47, 48], metrics.Where(metric => metric.Lit).Select(metric => metric.Step));
        Assert.Single(daemon.Runs.Notes("mochi"), note => note.Contains("The scripts wrote no TensorBoard log.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_memory_runs_out_more_blocks_are_swapped_until_there_are_no_more()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["oom_at"] = 3 }, hasGpu: true));
        await daemon.Drop("mochi", Sidecar);
        await daemon.Until("mochi", RunState.Failed);

        Assert.Equal((5, "26", "0"), (daemon.Scripts.Processes.Count, daemon.Scripts.Argument("blocks_to_swap"), (string?)daemon.Scripts.Environs["CUDA_VISIBLE_DEVICES"]));
        Assert.StartsWith("The device's memory ran out. ", daemon.Runs.Get("mochi").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_is_missing_is_named()
    {
        await using var daemon = await KohyaDaemon.Start(new KohyaStandIn(new JsonObject { ["refuse"] = "einops" }));
        await daemon.Drop("mochi", Sidecar);
        await daemon.Until("mochi", RunState.Failed);

        Assert.StartsWith("A Python module of the scripts is missing: einops. Install their requirements.txt.", daemon.Runs.Get("mochi").Message, StringComparison.Ordinal);
        Assert.Single(daemon.Scripts.Processes);
    }

    /// <summary>All 48 steps: losses by the stand-in's formula in float32, and the rest as the controller makes it of them.</summary>
    private static void IsTheWholeRun(IReadOnlyList<Metric> metrics)
    {
        Assert.Equal(Enumerable.Range(1, 48), metrics.Select(metric => metric.Step));
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: 0.05));
        foreach (var metric in metrics)
        {
            Assert.Equal(0.03 + 0.006 * Math.Sin(metric.Step), metric.Loss, 1e-8);
            var made = controller.Step(metric.Loss);
            Assert.Equal((made.Pulse, made.StopBase, made.MediumLoss, made.IsLit), (metric.Pulse, metric.StopBase, metric.MediumLoss, metric.Lit));
        }

        Assert.Equal([43, 44, 45, 46, 47, 48], metrics.Where(metric => metric.Lit).Select(metric => metric.Step));
    }

    /// <summary>How many steps the stand-in had done when it wrote the file.</summary>
    private static string CountIn(string path) => SafetensorsHeader.Read(path).Metadata["count"];
}
