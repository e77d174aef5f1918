using System.Globalization;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>The losses of held-out and of trained pictures at the checkpoints of a run.</summary>
internal sealed class GetValidation(RunStore runs, ValidationStore validations) : Endpoint<ValidationRequest, ValidationView>
{
    public override void Configure()
    {
        Get("/runs/{id}/validation");
        this.Describe(
            "runs", "What was measured at the checkpoints",
            "The flow-matching loss of held-out and of trained pictures at the same noise for every checkpoint, so that any two are compared pair by pair and the error of the difference is known. "
            + "Each is compared with the one of the lowest loss, or with the one that against names.",
            400, 404);
    }

    public override Task<ValidationView> ExecuteAsync(ValidationRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        var validation = new RunValidation(validations.List(run.Id));
        if (request.Against is { } asked && !validation.Steps.Contains(asked))
            AddError(r => r.Against!, Unmeasured(asked, validation));
        ThrowIfAnyErrors();
        return Task.FromResult(new ValidationView
        {
            Run = run.Id,
            Summary = ValidationSentence.Of(validation, run.Images),
            HeldOut = run.HeldOut,
            Trained = validation.TrainedPictures,
            Against = request.Against ?? validation.Lowest,
            Items = validation.IsEmpty ? [] : validation.Checkpoints(request.Against),
        });
    }

    private static string Unmeasured(int asked, RunValidation validation) => validation.IsEmpty
        ? string.Create(CultureInfo.InvariantCulture, $"against is {asked}, and no step of this run was measured")
        : string.Create(CultureInfo.InvariantCulture, $"against is {asked}, which was not measured; the measured steps are {string.Join(", ", validation.Steps)}");
}

internal sealed record ValidationRequest
{
    /// <summary>The run's id, or <c>latest</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The measured step that each is compared with, as 600; without it, the one with the lowest loss.</summary>
    [QueryParam]
    public int? Against { get; init; }
}

/// <summary>What was measured at the checkpoints of a run.</summary>
internal sealed record ValidationView
{
    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>What the measurements say, in a sentence or two.</summary>
    public required string Summary { get; init; }

    /// <summary>The pictures that are never trained, relative to the data set's folder; empty when none is held out. A run too short to measure all of them measures the first.</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>The trained pictures that are measured beside them.</summary>
    public required IReadOnlyList<string> Trained { get; init; }

    /// <summary>The step that each is compared with; null when nothing was measured.</summary>
    public required int? Against { get; init; }

    /// <summary>By step: step 0 is the base, before the first one.</summary>
    public required IReadOnlyList<MeasuredCheckpoint> Items { get; init; }
}
