using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests;

public class OptionsTests
{
    [Fact]
    public void Every_mistake_of_the_inbox_settings_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Inbox.InboxOptions>(("EmoVoid:Inbox:SettleSeconds", "0"), ("EmoVoid:Inbox:RescanSeconds", "NaN")));
        Assert.Equal(
            ["EmoVoid:Inbox:SettleSeconds must be from 0.1 to 3600 seconds, but is 0.", "EmoVoid:Inbox:RescanSeconds must be from 1 to 3600 seconds, but is NaN."],
            error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_models_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Models.ModelsOptions>(
            ("EmoVoid:DefaultModel", "flux"), ("EmoVoid:Models:anima:Dit", "a"), ("EmoVoid:Models:anima:Vae", "a"), ("EmoVoid:Models:anima:Resolution", "8")));
        Assert.Equal(
            [
                "EmoVoid:Models:anima:Resolution must be from 64 to 4096 pixels, but is 8.",
                "EmoVoid:Models:anima:TextEncoder is missing; set it to a path, or set EmoVoid:Models:anima:ComfyUI to the folder of ComfyUI's models.",
                "EmoVoid:DefaultModel is 'flux', which is not configured; the models are anima-nano, anima.",
            ],
            error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_trainers_settings_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Trainers.TrainerOptions>(("EmoVoid:Device", "gpu"), ("EmoVoid:TrainerPath", "/nowhere"), ("EmoVoid:Niceness", "20")));
        Assert.Equal(["EmoVoid:Niceness must be from 0 to 19, but is 20.", "EmoVoid:Device must be auto, cpu, cuda or cuda:N, but is 'gpu'.", "EmoVoid:TrainerPath is '/nowhere', and there is no such file."], error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_schedule_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Scheduling.Hours.ScheduleOptions>(
            ("EmoVoid:Schedule:Hours", "25:00-07:00; 1:00-1:00"), ("EmoVoid:Schedule:TimeZone", "Berlin")));
        Assert.Equal(
            [
                "EmoVoid:Schedule:Hours is '25:00-07:00; 1:00-1:00': '25:00' is not a time of day; they go from 00:00 to 24:00.",
                "EmoVoid:Schedule:Hours is '25:00-07:00; 1:00-1:00': '1:00-1:00' begins and ends at the same time; the whole day is 00:00-24:00.",
                "EmoVoid:Schedule:TimeZone is 'Berlin', which this machine does not know; write a name as Europe/Berlin, or leave it out for the machine's own (time zones come with the system's package tzdata).",
            ],
            error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_gpu_settings_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Devices.Gpus.GpuOptions>(
            ("EmoVoid:NvidiaSmi", "/nowhere"), ("EmoVoid:NvidiaSmiTimeout", "00:00:00"), ("EmoVoid:Neighbour:MaxOtherMegabytes", "-1"),
            ("EmoVoid:Neighbour:BusyLooks", "0"), ("EmoVoid:Neighbour:MinFreeMegabytes", "-5")));
        Assert.Equal(
            [
                "EmoVoid:NvidiaSmiTimeout must be more than nothing, as 00:01:00, but is 00:00:00.",
                "EmoVoid:Neighbour:MaxOtherMegabytes must be at least 0, but is -1.",
                "EmoVoid:Neighbour:BusyLooks must be at least 1, but is 0.",
                "EmoVoid:Neighbour:MinFreeMegabytes must be at least 0, but is -5.",
                "EmoVoid:NvidiaSmi is '/nowhere', and there is no such file; leave it out to have nvidia-smi looked for in PATH.",
            ],
            error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_executors_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Executors.ExecutorsOptions>(
            ("EmoVoid:Executors:0:Name", "slurm"), ("EmoVoid:Executors:0:Partition", "a b"), ("EmoVoid:Executors:0:Memory", "16 GB"), ("EmoVoid:Executors:0:TimeLimit", "a day"),
            ("EmoVoid:Executors:0:MostJobs", "0"), ("EmoVoid:Executors:0:LeaveBefore", "5"), ("EmoVoid:Executors:0:Lines:0", "exclude=node7"), ("EmoVoid:Executors:0:Trainer", "bin/trainer"),
            ("EmoVoid:Executors:0:Programs", "/nowhere"), ("EmoVoid:Executors:0:Config", "/nowhere/slurm.conf"), ("EmoVoid:Executors:0:Device", "tpu"),
            ("EmoVoid:Executors:1:Name", "club"), ("EmoVoid:Executors:2:Name", "mine"), ("EmoVoid:Executors:2:Kind", "local"), ("EmoVoid:Executors:3:Name", "slurm")));
        Assert.Equal(
            [
                "EmoVoid:Executors:0:MostJobs must be from 1 to 200, but is 0.",
                "EmoVoid:Executors:0:LeaveBefore must be from 10 to 3600, but is 5.",
                "EmoVoid:Executors:0:Partition must be a word as Slurm writes it, without spaces and quotes, but is 'a b'.",
                "EmoVoid:Executors:0:Memory must be auto, or megabytes or a number with K, M, G or T, as 16G, but is '16 GB'.",
                "EmoVoid:Executors:0:TimeLimit must be auto, or a time as 90 (minutes), 08:00:00 or 1-12:00:00, but is 'a day'.",
                "EmoVoid:Executors:0:Device must be cuda or cpu, but is 'tpu'.",
                "EmoVoid:Executors:0:Trainer must be a path from the root on the nodes, but is 'bin/trainer'.",
                "EmoVoid:Executors:0:Programs is '/nowhere', and there is no sbatch in it.",
                "EmoVoid:Executors:0:Config is '/nowhere/slurm.conf', and there is no such file.",
                "EmoVoid:Executors:0:Lines must have options of sbatch, as --exclude=node7, but has 'exclude=node7'.",
                "EmoVoid:Executors:1:Kind must be local or slurm, but is not set (the executor is named 'club').",
                "EmoVoid:Executors:2:Name must be local for the child processes of this machine, but is 'mine'.",
                "EmoVoid:Executors has 2 executors named 'slurm'; a run is found again by the name, so each needs its own.",
            ],
            error.Failures);
    }

    private static T Value<T>(params (string Key, string Value)[] settings)
        where T : class
    {
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build();
        using var services = new ServiceCollection().AddEmoVoidCore(new StateFolder(folder.Path), configuration).AddScheduling(configuration.GetSection("EmoVoid")).BuildServiceProvider();
        return services.GetRequiredService<IOptions<T>>().Value;
    }
}
