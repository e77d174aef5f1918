using System.Globalization;
using EmoVoid.Core.Checkpoints.Logs;
using FastEndpoints;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.Features.Recommendations;

/// <summary>Which checkpoint to take of a training with kohya's scripts, from its console log.</summary>
internal sealed class RecommendFromLog : EndpointWithoutRequest<LogAdvice>
{
    private const string StopLoss = "stop_loss";

    public override void Configure()
    {
        Post("/recommendations/from-log");
        this.Describe(
            "recommendations", "Ask with a log",
            "For those who train with kohya's scripts and EmoVoid: the body is the console's output, as it is, in whatever encoding and however long. "
                + "With stop_loss: what if the training had asked for that? The controller is replayed over the losses in the log.",
            400, 415);
        // It is read as it comes, and only its steps are kept.
        Description(route => route.Accepts<string>("text/plain").WithMetadata(new DisableRequestSizeLimitAttribute()).AddOpenApiOperationTransformer(DescribeStopLoss));
    }

    public override async Task<LogAdvice> ExecuteAsync(CancellationToken ct)
    {
        var stopLoss = AskedStopLoss();
        ThrowIfAnyErrors();
        try
        {
            return LogAdvisor.Advise(await TrainingLogReader.ReadAsync(HttpContext.Request.Body, ct), stopLoss: stopLoss);
        }
        catch (LogException e)
        {
            AddError(new ValidationFailure("log", e.Message));
            ThrowIfAnyErrors();
            throw;
        }
    }

    private double? AskedStopLoss()
    {
        if (HttpContext.Request.Query[StopLoss] is not [var asked])
            return null;
        if (double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out var stopLoss) && double.IsFinite(stopLoss) && stopLoss > 0)
            return stopLoss;
        AddError(new ValidationFailure(StopLoss, $"stop_loss is {asked}; it is a loss above 0, as 0.04"));
        return null;
    }

    private static Task DescribeStopLoss(OpenApiOperation operation, Microsoft.AspNetCore.OpenApi.OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters =
        [
            new OpenApiParameter
            {
                Name = StopLoss,
                In = ParameterLocation.Query,
                Description = "Another stop loss than the training's own, as 0.02; without it, the light is taken as it was reported.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
            },
        ];
        return Task.CompletedTask;
    }
}
