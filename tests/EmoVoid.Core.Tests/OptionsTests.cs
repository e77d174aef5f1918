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
                "EmoVoid:Models:anima:TextEncoder is missing; set it to a path, or set EmoVoid:Models:anima:ComfyUI to the folder of ComfyUI's models.",
                "EmoVoid:Models:anima:Resolution must be a whole number from 64 to 4096, but is 8.",
                "EmoVoid:DefaultModel is 'flux', which is not configured; the models are anima-nano, anima.",
            ],
            error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_trainers_settings_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<Core.Trainers.TrainerOptions>(("EmoVoid:Device", "gpu"), ("EmoVoid:TrainerPath", "/nowhere")));
        Assert.Equal(["EmoVoid:Device must be auto, cpu, cuda or cuda:N, but is 'gpu'.", "EmoVoid:TrainerPath is '/nowhere', and there is no such file."], error.Failures);
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
                "EmoVoid:NvidiaSmi is '/nowhere', and there is no such file; leave it out to have nvidia-smi looked for in PATH.",
                "EmoVoid:NvidiaSmiTimeout must be more than nothing, as 00:00:10, but is 00:00:00.",
                "EmoVoid:Neighbour:MaxOtherMegabytes must be at least 0, but is -1.",
                "EmoVoid:Neighbour:BusyLooks must be at least 1, but is 0.",
                "EmoVoid:Neighbour:MinFreeMegabytes must be at least 0, but is -5.",
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
