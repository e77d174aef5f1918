using System.Globalization;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>What a run's trainer logged.</summary>
internal sealed class GetLog(RunStore runs, RunFiles files) : Endpoint<LogRequest>
{
    public const string End = "X-Log-End";
    private const int MostLines = 10_000;

    public override void Configure()
    {
        Get("/runs/{id}/log");
        this.Describe(
            "runs", "The end of the trainer's log",
            "As text. The header X-Log-End says where in the file the text ends, in bytes; who follows the log asks again with after = that. A trainer that has said nothing yet has an empty log; a run that was never started has none, and 404 says so.", 400, 404);
        Description(route => route.Produces<string>(200, "text/plain"));
    }

    public override async Task HandleAsync(LogRequest request, CancellationToken ct)
    {
        if (request.Lines is < 1 or > MostLines)
            AddError(r => r.Lines, $"lines is {request.Lines}; it goes from 1 to {MostLines}");
        if (request.After < 0)
            AddError(r => r.After!, $"after is {request.After}; it is the {End} of an earlier answer");
        ThrowIfAnyErrors();
        var run = runs.Get(request.Id);
        if (run.StartedAt is null)
            throw new NotThereException($"Run '{run.Id}' is {run.State.Word()} and was never started; its trainer has logged nothing.");
        var part = files.LogOf(run.Id) is { } file ? Read(file, request) : NothingSince(request);
        HttpContext.Response.Headers[End] = part.End.ToString(CultureInfo.InvariantCulture);
        await Send.ResultAsync(Results.Bytes(part.Text, "text/plain; charset=utf-8"));
    }

    private static LogPart Read(string file, LogRequest request)
    {
        try
        {
            return request.After is { } place ? LogTail.After(file, place) : LogTail.Last(file, request.Lines);
        }
        catch (FileNotFoundException)
        {
            return NothingSince(request); // it moves when a run ends: who follows it asks again
        }
    }

    private static LogPart NothingSince(LogRequest request) => new([], request.After ?? 0);
}

internal sealed record LogRequest
{
    /// <summary>The run's id, or <c>latest</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How many of the last lines, 1 to 10000; 200 when not said.</summary>
    [QueryParam]
    public int Lines { get; init; } = 200;

    /// <summary>Instead of the last lines: what was written after this many bytes.</summary>
    [QueryParam]
    public long? After { get; init; }
}
