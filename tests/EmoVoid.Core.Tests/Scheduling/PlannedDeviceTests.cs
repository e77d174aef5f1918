using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Inbox;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>Every look at the queue asks for the device of every run that waits, and reads no file for it a second time.</summary>
public sealed class PlannedDeviceTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly PlannedDevice _planned;

    public PlannedDeviceTests() => _planned = new PlannedDevice(_state.Folder, new FakeDevices());

    [Fact]
    public void A_plan_is_read_once()
    {
        var run = Create("cuda:1");
        Assert.Equal(["cuda:1"], _planned.SuitedFor(run));

        File.Delete(_state.Folder.PlanOf(run.Id));

        Assert.Equal(["cuda:1"], _planned.SuitedFor(run));
    }

    [Fact]
    public void Another_run_of_the_same_id_has_its_own()
    {
        var run = Create("cuda:1");
        _ = _planned.SuitedFor(run);
        _state.Runs.Delete(run.Id);
        Directory.Delete(_state.Folder.WorkOf(run.Id), recursive: true);
        _state.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["cpu"], _planned.SuitedFor(Create("cpu")));
    }

    [Fact]
    public void What_it_is_started_on_is_written_into_the_plan_and_holds()
    {
        var run = Create("cuda:0");
        _ = _planned.SuitedFor(run);

        _planned.Assign(run, "cuda:1");

        Assert.Equal(["cuda:1"], _planned.SuitedFor(run));
        Assert.Equal("cuda:1", Contracts.Plans.RunPlan.Read(_state.Folder.PlanOf(run.Id)).Device);
    }

    public void Dispose() => _state.Dispose();

    private Run Create(string device) => _state.Runs.Create(TestState.NewRun("zenigata") with { DeviceAsked = device }, id =>
    {
        Directory.CreateDirectory(_state.Folder.WorkOf(id));
        (TestState.Plan(_state.Folder, id) with { Device = device }).Write(_state.Folder.PlanOf(id));
    });
}
