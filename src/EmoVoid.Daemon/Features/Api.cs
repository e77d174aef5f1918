using System.Text.Json;
using System.Text.Json.Serialization;
using EmoVoid.Daemon.Features.Events;
using EmoVoid.Daemon.Features.Runs;
using EmoVoid.Daemon.Metrics;
using EmoVoid.Daemon.OpenApi;
using EmoVoid.Daemon.Security;
using FastEndpoints;

namespace EmoVoid.Daemon.Features;

/// <summary>The endpoints of this folder, their JSON and their errors.</summary>
internal static class Api
{
    public const string Prefix = "api/v1";

    /// <summary>The JSON that is spoken here, for a caller in this program.</summary>
    public static JsonSerializerOptions Json { get; } = SpeakSnakeCase(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddRoutingCore().AddFastEndpoints(options =>
        {
            options.DisableAutoDiscovery = true;
            options.Assemblies = [typeof(Api).Assembly];
        });
        builder.Services.ConfigureHttpJsonOptions(options => SpeakSnakeCase(options.SerializerOptions));
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddProblemDetails(options => options.CustomizeProblemDetails = Problems.SayWhatIsThere).AddExceptionHandler<Problems>();
        builder.Services.AddSingleton<RunViews>().AddSingleton<RunFiles>().AddSingleton<CheckpointFiles>().AddSingleton<EventSource>().AddSingleton<Queue.QueueAnswer>().AddSingleton<Health.Readiness>().AddSingleton<Gpu.GpuViews>().AddSingleton<Groups.GroupViews>();
        builder.Services.AddSingleton<Core.Health.IHealthProblems>(all => all.GetRequiredService<Health.Readiness>());
        builder.Services.AddOpenApiDocument();
    }

    public static WebApplication UseApi(this WebApplication app)
    {
        app.UseRequestTimes();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAccessControl();
        app.Use(ContentTypes.Require);
        app.Use(LatestRun.Resolve);
        app.UseFastEndpoints(config =>
        {
            config.Endpoints.RoutePrefix = Prefix;
            config.Endpoints.ShortNames = true;
            config.Errors.UseProblemDetails(problem => problem.TypeTransformer = _ => "https://tools.ietf.org/html/rfc9110#section-15.5.1");
            SpeakSnakeCase(config.Serializer.Options);
        });
        app.MapMetrics();
        app.MapOpenApi("/openapi/v1.json"); // with the name as a parameter, another one would be answered by a text that is no problem
        return app;
    }

    private static JsonSerializerOptions SpeakSnakeCase(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        json.NumberHandling = JsonNumberHandling.Strict;
        return json;
    }
}
