using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Which checkpoint of a run to take, and which it would have been with another stop loss.</summary>
internal sealed class GetRecommendation(RunStore runs, CheckpointStore checkpoints, RunAdvice advice, CheckpointFiles files)
    : Endpoint<RecommendationRequest, RunRecommendationView>
{
    public override void Configure()
    {
        Get("/runs/{id}/recommendation");
        this.Describe(
            "recommendations", "Which checkpoint to take",
            "From what is recorded so far, best first. With stop_loss: what if the run had asked for that? The controller is replayed over the recorded losses.",
            400, 404);
    }

    public override Task<RunRecommendationView> ExecuteAsync(RecommendationRequest request, CancellationToken ct)
    {
        if (request.StopLoss is { } asked && !(double.IsFinite(asked) && asked > 0))
            AddError(r => r.StopLoss!, $"stop_loss is {asked}; it is a loss above 0, as 0.04");
        ThrowIfAnyErrors();
        var run = runs.Get(request.Id);
        var recommendation = advice.For(run, request.StopLoss);
        var saved = checkpoints.List(run.Id).ToDictionary(checkpoint => checkpoint.Step);
        return Task.FromResult(new RunRecommendationView
        {
            Run = run.Id,
            StopLoss = request.StopLoss ?? run.Settings.StopLoss,
            Replayed = request.StopLoss is not null,
            Candidates = [.. recommendation.Candidates.Select(candidate => new CandidateView(
                candidate.Step, candidate.Score, candidate.ClosestLit, candidate.Distance, candidate.LitNearby, candidate.Density, candidate.StableLoss, candidate.PairedLoss,
                files.Find(run.Id, saved[candidate.Step])))],
            Confidence = recommendation.Confidence,
            ConfidenceLevel = recommendation.ConfidenceLevel,
            DecidedBy = recommendation.DecidedBy,
            NoClearWinner = recommendation.NoClearWinner,
            StopLossThatLights = recommendation.StopLossThatLights,
            Why = recommendation.Why,
        });
    }
}

internal sealed record RecommendationRequest
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>Another stop loss than the run's own, as 0.02; without it, the light is taken as it was in training.</summary>
    [QueryParam, BindFrom("stop_loss")]
    public double? StopLoss { get; init; }
}

/// <summary>The checkpoints of a run, best first.</summary>
internal sealed record RunRecommendationView
{
    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>The stop loss that the light is seen with.</summary>
    public required double StopLoss { get; init; }

    /// <summary>Whether the light was replayed over the recorded losses, instead of taken as it was in training.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Best first; empty before the first checkpoint.</summary>
    public required IReadOnlyList<CandidateView> Candidates { get; init; }

    /// <summary>0..1: by the light, how far the first is ahead and how much light is near it; by paired losses, how sure it is that the next one is no better; else 0.</summary>
    public required double Confidence { get; init; }

    /// <summary>The same as a word.</summary>
    public required ConfidenceLevel ConfidenceLevel { get; init; }

    /// <summary>What named the first: the light, or, where it cannot tell checkpoints apart, their paired losses or average losses.</summary>
    public required Evidence DecidedBy { get; init; }

    /// <summary>Whether another checkpoint is almost as good, or nothing speaks for any.</summary>
    public required bool NoClearWinner { get; init; }

    /// <summary>Only when the light was never on: the smallest stop loss that would have lit; null also when the run was never calm.</summary>
    public required double? StopLossThatLights { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Why { get; init; }
}

/// <summary>A checkpoint and what speaks for it.</summary>
/// <param name="Step">The step after which it was saved.</param>
/// <param name="Score">Sum over all lit steps of exp(−distance/τ); 0 when the light was never on.</param>
/// <param name="ClosestLit">The lit step closest to it, or null when the light was never on.</param>
/// <param name="Distance">Steps to the closest lit one.</param>
/// <param name="LitNearby">How many lit steps are near enough to count.</param>
/// <param name="Density">The share of the steps near it that were lit, 0..1.</param>
/// <param name="StableLoss">The medium loss average at that step; null when it is not known.</param>
/// <param name="PairedLoss">The mean loss of the measured pictures, held out and trained, at noise that is the same for every checkpoint; null when it was not measured.</param>
/// <param name="Path">Where the file lies on the daemon's machine; null when it has been taken away.</param>
internal sealed record CandidateView(
    int Step, double Score, int? ClosestLit, long? Distance, int LitNearby, double Density, double? StableLoss, double? PairedLoss, string? Path);
