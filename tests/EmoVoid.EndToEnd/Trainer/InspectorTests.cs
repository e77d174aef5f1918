using EmoVoid.Core.Devices;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Trainers;
using EmoVoid.EndToEnd.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>The daemon's side of the talk, against the real trainer.</summary>
public sealed class InspectorTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private static readonly TrainerLocator Locator = new(Options.Create(new TrainerOptions { TrainerPath = Binaries.Trainer }));

    [Fact]
    public async Task Pictures_are_looked_at_in_order_and_what_is_broken_is_said()
    {
        var files = new[] { fixture.Folder["dataset", "b.png"], fixture.Folder.Write("broken.png", "this is no picture"), fixture.Folder["gone.png"], fixture.Folder["dataset", "c.png"] };
        var answers = await new TrainerImageInspector(Locator, TimeProvider.System, NullLogger<TrainerImageInspector>.Instance).InspectAsync(files, TestContext.Current.CancellationToken);
        Assert.Equal(files, answers.Select(answer => answer.File));
        Assert.Equal([(96, 64), (null, null), (null, null), (70, 110)], answers.Select(answer => ((int?)answer.Width, (int?)answer.Height)));
        Assert.Equal([true, false, false, true], answers.Select(answer => answer.Problem is null));
    }

    [Fact]
    public async Task The_trainer_says_what_it_can_compute_on_and_how_much_memory_that_has()
    {
        using var devices = new TrainerDevices(Locator, TimeProvider.System);
        var there = await devices.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((null, "2.10.0", "cpu"), (there.Problem, there.LibTorch, there.Devices[0]));
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, there.MemoryOf("cpu")); // of this process, on the same machine
    }
}
