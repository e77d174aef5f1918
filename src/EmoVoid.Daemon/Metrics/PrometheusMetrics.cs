using Prometheus;

namespace EmoVoid.Daemon.Metrics;

/// <summary>What Prometheus asks for.</summary>
internal static class PrometheusMetrics
{
    public const string Route = "/metrics";

    public static void AddMetrics(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<DaemonMetrics>().AddSingleton<GpuMetrics>().AddSingleton<MetricsCollector>().AddHostedService<StepTimes>();

    /// <summary>Measures every answer from here on.</summary>
    public static void UseRequestTimes(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<DaemonMetrics>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (http, next) =>
        {
            var (start, route) = (time.GetTimestamp(), RouteOf(http)); // a failure takes the route away
            try
            {
                await next(http);
            }
            finally
            {
                metrics.RequestSeconds.WithLabels(MethodOf(http), route, StatusOf(http)).Observe(time.GetElapsedTime(start).TotalSeconds);
            }
        });
    }

    public static void MapMetrics(this WebApplication app) => app.MapGet(Route, async http =>
    {
        var (metrics, collector) = (http.RequestServices.GetRequiredService<DaemonMetrics>(), http.RequestServices.GetRequiredService<MetricsCollector>());
        collector.Collect();
        http.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await metrics.Registry.CollectAndExportAsTextAsync(http.Response.Body, http.RequestAborted);
    }).ExcludeFromDescription();

    // Paths and methods that a caller makes up must not become series.
    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : "none";

    private static string MethodOf(HttpContext http) => http.Request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" ? http.Request.Method : "other";

    private static string StatusOf(HttpContext http) => $"{http.Response.StatusCode / 100}xx";
}
