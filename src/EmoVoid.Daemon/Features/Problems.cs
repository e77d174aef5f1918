using EmoVoid.Core.Groups;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Inbox.Uploads;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.AspNetCore.Diagnostics;

namespace EmoVoid.Daemon.Features;

/// <summary>What was asked for is not there; the message is the answer's <c>detail</c>.</summary>
internal sealed class NotThereException(string message) : Exception(message);

/// <summary>A request that is understood and not carried out; the message is the answer's <c>detail</c>.</summary>
internal sealed class RefusedException(int status, string message, Dictionary<string, object?>? more = null) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Further members of the answer.</summary>
    public Dictionary<string, object?> More { get; } = more ?? [];
}

/// <summary>Makes an RFC 9457 answer of an exception that an endpoint lets through.</summary>
internal sealed class Problems(IProblemDetailsService answers, ILogger<Problems> log) : IExceptionHandler
{
    /// <summary>A route that does not exist has no endpoint that could say so; nor has one that another kind of body never reaches.</summary>
    public static void SayWhatIsThere(ProblemDetailsContext context)
    {
        if (context.ProblemDetails is { Status: StatusCodes.Status404NotFound, Detail: null } problem)
            problem.Detail = $"There is nothing at {context.HttpContext.Request.Path}; /openapi/v1.json lists every route.";
        if (context.ProblemDetails is { Status: StatusCodes.Status415UnsupportedMediaType, Detail: null } other)
            other.Detail = $"A body of Content-Type {(context.HttpContext.Request.ContentType is { Length: > 0 } type ? type : "(none)")} is not taken here; /openapi/v1.json says which is.";
    }

    public ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail, more) = exception switch
        {
            RunNotFoundException or GroupNotFoundException or NotThereException => (StatusCodes.Status404NotFound, exception.Message, []),
            RunConflictException conflict => (StatusCodes.Status409Conflict, conflict.Message, new() { ["run"] = conflict.Run, ["state"] = conflict.State.Word() }),
            GroupConflictException conflict => (StatusCodes.Status409Conflict, conflict.Message, new() { ["group"] = conflict.Group }),
            UploadRefusedException upload => (StatusOf(upload.Kind), upload.Message, new() { ["problems"] = upload.Problems }),
            RefusedException refused => (refused.Status, refused.Message, refused.More),
            TrainerNotFoundException or InspectionException => (StatusCodes.Status503ServiceUnavailable, exception.Message, []),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message, []),
            _ when FullDisk.IsMeantBy(exception) => (StatusCodes.Status503ServiceUnavailable, $"Nothing can be written where the state folder lies ({exception.Message}). Make room, and ask again.", []),
            _ => (StatusCodes.Status500InternalServerError, "The daemon made a mistake; its log says which.", new Dictionary<string, object?>()),
        };
        if (status == StatusCodes.Status500InternalServerError)
            log.RequestFailed(exception, http.Request.Method, http.Request.Path);
        http.Response.StatusCode = status;
        return answers.TryWriteAsync(new() { HttpContext = http, ProblemDetails = { Status = status, Detail = detail, Extensions = more } });
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Name => StatusCodes.Status400BadRequest,
        RefusalKind.Taken => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
