using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Scheduling.Rules;
using EmoVoid.Core.Settings;
using EmoVoid.Core.Tests.Devices.Gpus;
using EmoVoid.Core.Tests.Inbox;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Scheduling.Neighbours;

public sealed class NeighbourhoodTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly FakeGpus _gpus;
    private readonly NeighbourOptions _limits = new();

    public NeighbourhoodTests() => (_gpus, Yield) = (new FakeGpus(_state.Clock), new GpuYield(new SettingStore(_state.Database), _state.Clock));

    private GpuYield Yield { get; }

    private static Run Waiting => OneRun.In(RunState.Queued);

    private static Run Working => OneRun.In(RunState.Training) with { Executor = "local", Place = "cuda:0" };

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_run_waits_while_others_have_more_of_the_gpu_than_a_desktop_has()
    {
        var neighbours = Neighbours();
        _gpus.Say(OneGpu.With(used: 1500));
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
        _gpus.Say(OneGpu.With(used: 1501, processes: [new GpuProcess(7, "/usr/bin/ollama", 600, false), new GpuProcess(8, null, 600, false)]));
        Assert.Equal(
            new RunWait(WaitKind.Neighbour, "Others have 1501 MB of GPU 0 (A GPU), more than 1500 (EmoVoid:Neighbour:MaxOtherMegabytes): ollama."),
            neighbours.AgainstStart(Waiting, "cuda:0"));
    }

    [Fact]
    public void Our_own_trainers_are_no_neighbours_and_another_gpus_neighbours_are_not_ours()
    {
        var neighbours = Neighbours();
        _gpus.Say(OneGpu.With(used: 20_000, processes: [new GpuProcess(7, "trainer", 19_000, true)]), OneGpu.With(index: 1, uuid: "GPU-bbbb", used: 20_000));
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
        Assert.NotNull(neighbours.AgainstStart(Waiting, "cuda:1"));
        Assert.Null(neighbours.AgainstStart(Waiting, "cpu"));
    }

    [Fact]
    public void What_is_not_known_speaks_against_nothing()
    {
        var neighbours = Neighbours();
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
        _gpus.Say(OneGpu.With(used: null, free: null));
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
        _gpus.Say(OneGpu.With(used: 20_000));
        _gpus.Last = _gpus.Last with { Problem = "it hangs" };
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
    }

    [Fact]
    public void Who_came_first_stays_unless_it_is_told_to_yield()
    {
        var crowded = OneGpu.With(used: 20_000, processes: [new GpuProcess(7, null, 10_000, true)]);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(Stays(Neighbours(), crowded)));
    }

    [Fact]
    public void A_run_that_yields_leaves_when_others_stay_for_two_looks_in_a_row()
    {
        (_limits.YieldWhenBusy, var neighbours) = (true, Neighbours());
        var crowded = OneGpu.With(used: 20_000, processes: [new GpuProcess(7, null, 10_000, true)]);
        var quiet = OneGpu.With(used: 11_000, processes: [new GpuProcess(7, null, 10_000, true)]);
        Assert.Null(Stays(neighbours, quiet));
        Assert.Null(Stays(neighbours, crowded));
        Assert.Null(neighbours.AgainstStay(Working)); // the same answer, looked at again
        Assert.Null(Stays(neighbours, quiet));
        Assert.Null(Stays(neighbours, crowded));
        Assert.Equal("Others have 10000 MB of GPU 0 (A GPU), more than 1500 (EmoVoid:Neighbour:MaxOtherMegabytes).", Stays(neighbours, crowded)!.Why);
        _gpus.Say(OneGpu.With(used: 900));
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
    }

    /// <summary>In a container the driver may name our trainer by another number, and it would be taken for its own neighbour.</summary>
    [Fact]
    public void A_run_that_the_driver_does_not_show_as_ours_is_not_sent_away_for_its_own_memory()
    {
        (_limits.YieldWhenBusy, _limits.MinFreeMegabytes, var neighbours) = (true, 4000, Neighbours());
        var ourselves = OneGpu.With(used: 22_000, free: 2000, processes: [new GpuProcess(7, "trainer", 21_000, false)]);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(Stays(neighbours, ourselves)));
    }

    [Fact]
    public void When_others_grow_a_run_leaves_them_room_and_comes_back_when_there_is_room_for_both()
    {
        (_limits.MinFreeMegabytes, _limits.MaxOtherMegabytes, _limits.BusyLooks, var neighbours) = (4000, 20_000, 1, Neighbours());
        Assert.Null(Stays(neighbours, OneGpu.With(used: 17_000, free: 7000, processes: [new GpuProcess(7, null, 16_000, true)])));
        Assert.Equal(
            "Only 2000 MB of GPU 0 (A GPU) are free for others, less than 4000 (EmoVoid:Neighbour:MinFreeMegabytes), and they have grown.",
            Stays(neighbours, OneGpu.With(used: 22_000, free: 2000, processes: [new GpuProcess(7, null, 16_000, true)]))!.Why);

        _gpus.Say(OneGpu.With(used: 6000, free: 18_000));
        Assert.Equal(
            "18000 MB of GPU 0 (A GPU) are free, and 20000 are needed: 4000 for others (EmoVoid:Neighbour:MinFreeMegabytes) and the 16000 that the run had.",
            neighbours.AgainstStart(Waiting, "cuda:0")!.Why);
        _gpus.Say(OneGpu.With(used: 4000, free: 20_000));
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
    }

    [Fact]
    public void A_run_that_fills_the_gpu_by_itself_is_left_alone_and_let_in_again()
    {
        (_limits.MinFreeMegabytes, _limits.BusyLooks, var neighbours) = (4000, 1, Neighbours());
        Assert.Null(Stays(neighbours, OneGpu.With(used: 11_000, free: 13_000, processes: [new GpuProcess(7, null, 10_000, true)])));
        Assert.Null(Stays(neighbours, OneGpu.With(used: 23_000, free: 1000, processes: [new GpuProcess(7, null, 22_000, true)])));
        _gpus.Say(OneGpu.With(used: 1000, free: 23_000)); // as it was when the run came
        Assert.Null(neighbours.AgainstStart(Waiting, "cuda:0"));
    }

    [Fact]
    public void A_person_who_needs_the_machine_gets_it_for_so_long()
    {
        var (neighbours, until) = (Neighbours(), Yield.Ask(60));
        Assert.Equal(_state.Clock.GetUtcNow().AddMinutes(60), until);
        var asked = neighbours.AgainstStart(Waiting, "cpu")!;
        Assert.Equal((WaitKind.Neighbour, until), (asked.Kind, asked.Until));
        Assert.StartsWith("This machine is left to others until 2026-01-31 23:00 +00:00, as somebody asked", asked.Why, StringComparison.Ordinal);
        Assert.NotNull(neighbours.AgainstStay(Working with { Place = "cpu" }));

        _state.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Null(neighbours.AgainstStart(Waiting, "cpu"));
        Yield.Ask(60);
        Yield.End();
        Assert.Null(neighbours.AgainstStay(Working));
        Assert.Throws<ArgumentOutOfRangeException>(() => Yield.Ask(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Yield.Ask(10_081));
    }

    [Fact]
    public void A_run_on_a_cluster_is_in_nobodys_way_here()
    {
        Yield.Ask(60);
        var rule = new NeighbourRule(Neighbours());
        Assert.NotNull(rule.Check(Working, _state.Clock.GetUtcNow()));
        Assert.Null(rule.Check(Working with { Executor = "cluster" }, _state.Clock.GetUtcNow()));
        Assert.Null(rule.Check(Waiting, _state.Clock.GetUtcNow()));
    }

    [Fact]
    public void A_run_that_may_be_anywhere_goes_to_the_gpu_without_neighbours()
    {
        var run = _state.Runs.Create(TestState.NewRun("zenigata"), id =>
        {
            Directory.CreateDirectory(_state.Folder.WorkOf(id));
            (TestState.Plan(_state.Folder, id) with { Device = "cuda:0" }).Write(_state.Folder.PlanOf(id));
        });
        var devices = new FakeDevices { There = new("2.10.0", ["cpu", "cuda:0", "cuda:1"], null) };
        using var launcher = new Launcher(Options.Create(new TrainerOptions()));
        var executor = new LocalExecutor(
            launcher, new TrainerKinds([], _state.Folder), new PlannedDevice(_state.Folder, devices), Neighbours(),
            Options.Create(new SchedulingOptions()), _state.Clock, NullLogger<LocalExecutor>.Instance);

        _gpus.Say(OneGpu.With(used: 20_000), OneGpu.With(index: 1, uuid: "GPU-bbbb"));
        Assert.Equal("cuda:1", executor.RoomFor(run, []).Place);
        var room = executor.RoomFor(run, ["cuda:1"]);
        Assert.Equal((null, WaitKind.Neighbour), (room.Place, room.Wait!.Kind));
        Assert.StartsWith("Others have 20000 MB of GPU 0", room.Wait.Why, StringComparison.Ordinal);
        Assert.Equal(new RunWait(WaitKind.Device, "Other runs are trained on cuda:0 and cuda:1."), executor.RoomFor(run, ["cuda:0", "cuda:1"]).Wait);
    }

    private Neighbourhood Neighbours() => new(
        _gpus, Yield, new ScheduleClock(Options.Create(new ScheduleOptions()), _state.Clock), Options.Create(new GpuOptions { Neighbour = _limits }));

    private RunWait? Stays(Neighbourhood neighbours, Gpu gpu)
    {
        _state.Clock.Advance(TimeSpan.FromSeconds(15));
        _gpus.Say(gpu);
        return neighbours.AgainstStay(Working);
    }
}
