using EmoVoid.Load.Daemons;

namespace EmoVoid.Load.Figures;

/// <summary>Every list and every status, while a run trains.</summary>
internal sealed class RouteTimes(DaemonProcess daemon, LoadOptions options, string training, Scoreboard board)
{
    private const double Goal = 20;

    /// <summary>The runtime compiles what is called 30 times once more, and better.</summary>
    private const int WarmingRounds = 40;

    private const string Api = "/api/v1";

    /// <summary>What is no list and no status: files, pictures and the page.</summary>
    private static readonly string[] NotMeant =
    [
        "/", $"{Api}/runs/{{id}}/checkpoints/{{step}}", $"{Api}/runs/{{id}}/plot.png", $"{Api}/runs/{{id}}/plot.svg", $"{Api}/runs/{{id}}/samples",
        "/docs", "/docs/scalar.js", $"{Api}/groups/{{id}}/plot.png", $"{Api}/groups/{{id}}/report",
    ];

    private string[] Routes =>
    [
        "/ping", "/health/live", "/health/ready", $"{Api}/health", "/metrics",
        $"{Api}/runs", $"{Api}/runs?limit=20", $"{Api}/runs?state=queued,training", $"{Api}/runs?state=completed&limit=20", $"{Api}/runs?model=anima-nano&limit=20",
        $"{Api}/runs?q=zenigata&limit=20", $"{Api}/runs?q=mochi%204242", $"{Api}/runs?q=nowhere", $"{Api}/runs?offset=1000&limit=20", $"{Api}/runs?offset={options.Size - 50}&limit=20",
        $"{Api}/runs?order=oldest&limit=20", $"{Api}/runs?order=name&limit=20", $"{Api}/runs?order=ended&limit=20", $"{Api}/runs?order=queue&limit=20",
        $"{Api}/runs/latest", $"{Api}/runs/{training}", $"{Api}/runs/mochi-00046",
        $"{Api}/runs/{training}/metrics?last=100", $"{Api}/runs/mochi-00046/metrics?points=200", $"{Api}/runs/mochi-00046/checkpoints", $"{Api}/runs/mochi-00046/log",
        $"{Api}/runs/mochi-00046/recommendation", $"{Api}/runs/mochi-00046/events", $"{Api}/events?limit=100",
        $"{Api}/groups", $"{Api}/queue", $"{Api}/inbox", $"{Api}/models", $"{Api}/gpu", $"{Api}/schedule", $"{Api}/settings", $"{Api}/notifications/deliveries",
    ];

    public async Task Measure()
    {
        await TellUncovered();
        daemon.Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        board.Tell($"the first time, each route once", $"{Percentiles.Of((await new OpenLoop(daemon.Http).Ask(Routes, 10)).Select(answer => answer.FromDue))}");
        var warming = await new OpenLoop(daemon.Http).Ask([.. Enumerable.Repeat(Routes, WarmingRounds).SelectMany(round => round)], options.Rate);
        board.Tell($"warming up, each {WarmingRounds} times", $"{Percentiles.Of(warming.Select(answer => answer.FromDue))}");
        var answers = new List<OpenLoop.Answer>();
        var processor = Consumption.ProcessorSecondsOf(daemon.Id);
        foreach (var load in Loads())
            answers.AddRange(await new OpenLoop(daemon.Http).Ask(load, options.Rate));
        processor = Consumption.ProcessorSecondsOf(daemon.Id) - processor;
        foreach (var route in answers.GroupBy(answer => answer.Route))
            Judge(route.Key, [.. route]);
        Judge(options.Each ? "all of them" : $"all of them, {options.Rate} a second together", answers);
        board.Tell("by how much this program itself came late", $"{Percentiles.Of(answers.Select(answer => answer.SentLate))}");
        board.Tell("processor of the daemon", $"{processor * 1000 / answers.Count:0.00} ms a request");
    }

    private void Judge(string route, IReadOnlyList<OpenLoop.Answer> answers)
    {
        var (times, bad) = (Percentiles.Of(answers.Select(answer => answer.FromDue)), answers.Where(answer => answer.Problem is not null).ToList());
        board.Judge(
            route.Replace(Api, "", StringComparison.Ordinal), times.P99 <= Goal && bad.Count == 0,
            $"{times}{(bad.Count > 0 ? $", {bad.Count} FAILED: {bad[0].Problem}" : "")}", $"p99 {Goal} ms");
    }

    /// <summary>Rounds of all routes, each in another order; or one load for each route.</summary>
    private IEnumerable<IReadOnlyList<string>> Loads()
    {
        if (options.Each)
            return Routes.Select(route => Enumerable.Repeat(route, options.Rate * options.Seconds).ToList());
        var (chance, load) = (new Random(options.Seed), new List<string>());
        while (load.Count < options.Rate * options.Seconds)
        {
            var round = Routes;
            chance.Shuffle(round);
            load.AddRange(round);
        }

        return [load];
    }

    /// <summary>A route that was added since is not forgotten in silence.</summary>
    private async Task TellUncovered()
    {
        var document = await daemon.Get("/openapi/v1.json");
        var asked = Routes.Select(route => route.Split('?')[0].Replace($"/{training}", "/{id}", StringComparison.Ordinal).Replace("/mochi-00046", "/{id}", StringComparison.Ordinal)).ToHashSet();
        foreach (var (path, verbs) in document["paths"]!.AsObject())
            if (verbs!["get"] is not null && !asked.Contains(path) && !NotMeant.Contains(path))
                board.Tell(path, $"is not measured");
    }
}
