using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Tests.Devices.Gpus;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Scheduling.Neighbours;

public sealed class EnergyMeterTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly FakeGpus _gpus;
    private readonly EnergyMeter _meter;

    public EnergyMeterTests()
    {
        _gpus = new FakeGpus(_state.Clock);
        _meter = new EnergyMeter(_state.Runs, _state.Queue, _state.Feed, _gpus, Options.Create(new SchedulingOptions()), _state.Clock, NullLogger<EnergyMeter>.Instance);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task The_area_under_the_power_is_the_energy_and_it_grows_over_restarts()
    {
        var run = Start("cuda:0");
        await Measure(100, after: 0);
        await Measure(300, after: 15);  // 15 s of 200 W
        await Measure(300, after: 30);  // 30 s of 300 W
        Assert.Equal((15 * 200 + 30 * 300) / 3600.0, Energy(run)!.Value, 9);

        _state.Clock.Advance(TimeSpan.FromSeconds(6)); // the last 6 s, at 300 W
        _state.Runs.Move(run, RunTransition.Requeue);
        await _meter.Measure();
        Assert.Equal((15 * 200 + 36 * 300) / 3600.0, Energy(run)!.Value, 9);

        await Measure(500, after: 3600);
        _state.Runs.Move(run, RunTransition.Start);
        await Measure(100, after: 1);
        await Measure(100, after: 36);
        Assert.Equal(((15 * 200 + 36 * 300) / 3600.0) + 1, Energy(run)!.Value, 9);
    }

    [Fact]
    public async Task What_was_read_before_the_run_came_and_while_the_machine_slept_is_not_its_own()
    {
        _gpus.Say(OneGpu.With(watts: 100));
        _state.Clock.Advance(TimeSpan.FromSeconds(10));
        var run = Start("cuda:0");
        await _meter.Measure();          // an answer 10 s old
        await Measure(100, after: 18);
        Assert.Equal(0.5, Energy(run)!.Value, 9);
        await Measure(100, after: 3600); // asleep
        await Measure(100, after: 18);
        Assert.Equal(1.0, Energy(run)!.Value, 9);
    }

    [Theory]
    [InlineData("cpu", 100.0)]
    [InlineData("cuda:1", 100.0)]
    [InlineData("cuda:0", null)]
    public async Task Where_no_gpu_tells_its_power_the_energy_is_not_known(string place, double? watts)
    {
        var run = Start(place);
        await Measure(watts, after: 0);
        await Measure(watts, after: 15);
        _state.Runs.Move(run, RunTransition.Requeue);
        await _meter.Measure();
        Assert.Null(Energy(run));
    }

    [Fact]
    public async Task It_reads_by_itself_while_a_run_is_at_work()
    {
        await _meter.StartAsync(TestContext.Current.CancellationToken);
        _gpus.Say(OneGpu.With(watts: 360));
        var run = Start("cuda:0");
        await EmoVoid.Testing.Wait.Until(() => Energy(run) > 1, "energy", meanwhile: () =>
        {
            _state.Clock.Advance(TimeSpan.FromSeconds(5));
            _gpus.Say(OneGpu.With(watts: 360));
        });
        await _meter.StopAsync(TestContext.Current.CancellationToken);
    }

    private string Start(string place)
    {
        var run = _state.Runs.Create(TestState.NewRun("zenigata"), _ => { });
        _state.Runs.Move(run.Id, RunTransition.Start, also: new RunColumns().At("local", place));
        return run.Id;
    }

    private async Task Measure(double? watts, double after)
    {
        _state.Clock.Advance(TimeSpan.FromSeconds(after));
        _gpus.Say(OneGpu.With(watts: watts));
        await _meter.Measure();
    }

    private double? Energy(string run) => _state.Runs.Get(run).EnergyWh;
}
