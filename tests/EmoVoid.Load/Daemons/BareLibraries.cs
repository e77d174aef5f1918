using System.Diagnostics;
using Dapper;
using FastEndpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace EmoVoid.Load.Daemons;

/// <summary>
/// The floor of an idle daemon's memory: the libraries it is made of and nothing of its own. ASP.NET Core, FastEndpoints with one endpoint, Quartz with one
/// job that comes as often as the daemon's look at the queue, Dapper and SQLite with one line.
/// </summary>
internal static class BareLibraries
{
    /// <summary>This program's argument that makes it this instead.</summary>
    public const string Argument = "bare-libraries";

    private static readonly TimeSpan QueueLook = TimeSpan.FromSeconds(15);

    /// <summary>Starts this program once more as the bare libraries, with the daemon's settings of the runtime.</summary>
    public static Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Argument]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Says its address on a line, and stays.</summary>
    public static async Task Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddFastEndpoints(options => (options.DisableAutoDiscovery, options.Assemblies) = (true, [typeof(BareLibraries).Assembly]));
        builder.Services.AddQuartz(quartz => quartz
            .AddJob<Job>(job => job.WithIdentity(nameof(Job)))
            .AddTrigger(trigger => trigger.ForJob(nameof(Job)).WithSimpleSchedule(schedule => schedule.WithInterval(QueueLook).RepeatForever())));
        builder.Services.AddQuartzHostedService();
        await using var database = new SqliteConnection("Data Source=:memory:");
        await database.OpenAsync();
        await database.ExecuteAsync("create table line (number integer, text text); insert into line values (1, 'one')");
        _ = await database.QuerySingleAsync<Line>("select * from line");

        await using var app = builder.Build();
        app.UseFastEndpoints();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    private sealed record Line(long Number, string Text);

    private sealed class Job : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Ping : EndpointWithoutRequest<string>
    {
        public override void Configure()
        {
            Get("/ping");
            AllowAnonymous();
        }

        public override Task HandleAsync(CancellationToken ct) => Send.OkAsync("pong", ct);
    }
}
