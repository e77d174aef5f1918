using System.Text.Json.Serialization;
using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Recommendations;

/// <summary>Which checkpoint to take of a run that was trained elsewhere.</summary>
internal sealed class Recommend : Endpoint<RecommendRequest, CheckpointRecommendation>
{
    public override void Configure()
    {
        Post("/recommendations");
        this.Describe(
            "recommendations", "Ask without a run",
            "For those who train elsewhere: from the steps of the saves and the steps where the early-stop light was on, or from the losses alone.", 400);
    }

    public override Task<CheckpointRecommendation> ExecuteAsync(RecommendRequest request, CancellationToken ct)
    {
        Check(request);
        ThrowIfAnyErrors();
        var losses = request.Losses?.Select((loss, index) => new StepLoss(index + 1, loss)).ToList();
        return Task.FromResult(CheckpointAdvisor.Recommend(request.Saves!, LitOf(request, losses), losses, request.StopLoss));
    }

    private void Check(RecommendRequest request)
    {
        if (request.Saves is not { Count: > 0 })
            AddError(r => r.Saves!, "saves is empty; name the steps after which a checkpoint was saved, as [1, 28, 66]");
        if (request.Saves?.Where(step => step < 0).ToList() is { Count: > 0 } saves)
            AddError(r => r.Saves!, $"saves has {string.Join(", ", saves)}; a step is not negative");
        if (request.Lit?.Where(step => step < 0).ToList() is { Count: > 0 } lit)
            AddError(r => r.Lit!, $"lit has {string.Join(", ", lit)}; a step is not negative");
        if (request.Lit is null && request.Losses is null)
            AddError(r => r.Lit!, "lit is missing; name the steps where the light was on ([] when it never was), or send losses to have the light replayed");
        if (request.StopLoss is { } stopLoss && !(stopLoss > 0))
            AddError(r => r.StopLoss!, $"stop_loss is {stopLoss}; it is a loss above 0, as 0.04");
    }

    private static IReadOnlyList<int> LitOf(RecommendRequest request, List<StepLoss>? losses) =>
        request.Lit ?? LightReplay.Of(losses!, new EmoVoidSettings(StopLoss: request.StopLoss ?? new EmoVoidSettings().StopLoss)).LitSteps;
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RecommendRequest
{
    /// <summary>The steps after which a checkpoint was saved, in any order; at least one.</summary>
    public IReadOnlyList<int>? Saves { get; init; }

    /// <summary>The steps where the early-stop light was on, in any order; left out: the light is replayed over the losses.</summary>
    public IReadOnlyList<int>? Lit { get; init; }

    /// <summary>The loss of every step from step 1 on. Without light they are what tells the saves apart.</summary>
    public IReadOnlyList<double>? Losses { get; init; }

    /// <summary>The stop loss to replay the light with; 0.04 when not said.</summary>
    public double? StopLoss { get; init; }
}
