using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Lets <c>latest</c> stand for the newest run wherever a route has a run's id.</summary>
internal static class LatestRun
{
    private const string Id = "id";

    public static Task Resolve(HttpContext http, RequestDelegate next)
    {
        if (http.Request.RouteValues.GetValueOrDefault(Id) is RunId.Latest && http.Request.Path.StartsWithSegments($"/{Api.Prefix}/runs", StringComparison.OrdinalIgnoreCase))
            http.Request.RouteValues[Id] = http.RequestServices.GetRequiredService<RunStore>().Latest()?.Id ?? throw new NotThereException("There is no run yet.");
        return next(http);
    }
}
