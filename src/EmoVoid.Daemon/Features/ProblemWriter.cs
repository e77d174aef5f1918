using System.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Features;

/// <summary>
/// Writes a refusal for whoever asked, whatever they accept. ASP.NET's own writer keeps silent towards who accepts no JSON: a browser that
/// listens for events, or that opens a picture, would get an empty answer, or a 500 in place of its 404.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options, IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        // It is asked for the title and type of the status alone.
        var problem = context.ProblemDetails = TypedResults.Problem(context.ProblemDetails).ProblemDetails;
        problem.Extensions.TryAdd("trace_id", Activity.Current?.Id ?? http.TraceIdentifier);
        options.Value.CustomizeProblemDetails?.Invoke(context);
        // Without a token: who has gone before the answer is no mistake to be logged.
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json"));
    }
}
