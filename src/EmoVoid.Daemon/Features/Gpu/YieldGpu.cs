using EmoVoid.Core.Scheduling.Neighbours;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Gpu;

/// <summary>Leaves the machine to its people for a while.</summary>
internal sealed class YieldGpu(GpuYield yield, GpuViews views) : Endpoint<YieldGpuRequest, GpusView>
{
    public override void Configure()
    {
        Post("/gpu/yield");
        this.DescribeWithoutBody(
            "gpu", "Leave the machine to others",
            "Every run that is trained on this machine, on its CPU as well, saves, leaves, and comes back when the time is over. Asked again, the new time holds.", 400);
    }

    public override Task<GpusView> ExecuteAsync(YieldGpuRequest request, CancellationToken ct)
    {
        if (request.Minutes is < GpuYield.LeastMinutes or > GpuYield.MostMinutes)
            AddError(r => r.Minutes, $"minutes is {request.Minutes}; it goes from {GpuYield.LeastMinutes} to {GpuYield.MostMinutes}");
        ThrowIfAnyErrors();
        yield.Ask(request.Minutes);
        return views.Now();
    }
}

internal sealed record YieldGpuRequest
{
    /// <summary>For how long from now, 1 to 10080; 60 when not said.</summary>
    [QueryParam]
    public int Minutes { get; init; } = 60;
}

/// <summary>Takes the machine back.</summary>
internal sealed class EndGpuYield(GpuYield yield, GpuViews views) : EndpointWithoutRequest<GpusView>
{
    public override void Configure()
    {
        Delete("/gpu/yield");
        this.Describe("gpu", "Take the machine back", "The runs that left come back at once. Nothing happens when nobody had asked for the machine.");
    }

    public override Task<GpusView> ExecuteAsync(CancellationToken ct)
    {
        yield.End();
        return views.Now();
    }
}
