using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;
using static System.Net.HttpStatusCode;

namespace EmoVoid.EndToEnd.Keys;

/// <summary>Walks all that the daemon serves, and what it may serve one day: a route that forgets to ask for a key fails here.</summary>
public class EveryRouteTests
{
    private static readonly string[] Anonymous = ["/health/live", "/health/ready", "/ping"];

    // Not in the document: what serves it, what is usual to serve, and what does not exist.
    private static readonly string[] Undocumented =
        ["/", "/openapi/v1.json", "/docs", "/metrics", "/index.html", "/favicon.ico", "/health", "/api/v1", "/api/v1/nothing", "/output/x.png", "/%2e%2e/etc/passwd", "/ping/x"];

    private static readonly string[] Verbs = ["POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task Without_a_key_only_ping_and_health_answer()
    {
        await using var daemon = await DaemonRunner.Start();
        var routes = await Routes(daemon);
        await KeysCommand.Add(daemon.State, "me", "write");

        foreach (var route in routes)
            foreach (var verb in Verbs.Prepend("HEAD").Prepend("GET").Prepend("OPTIONS"))
                Assert.True(await daemon.StatusOf(verb, route) == Unauthorized, $"{verb} {route} answers without a key");
        foreach (var route in Anonymous)
            Assert.Equal(OK, await daemon.StatusOf("GET", route));
    }

    [Fact]
    public async Task A_read_key_gets_everything_and_changes_nothing()
    {
        await using var daemon = await DaemonRunner.Start();
        var routes = await Routes(daemon);
        var key = await KeysCommand.Add(daemon.State, "grafana", "read");

        foreach (var route in routes)
        {
            foreach (var verb in new[] { "GET", "HEAD" })
                Assert.False(await daemon.StatusOf(verb, route, key) is Unauthorized or Forbidden, $"{verb} {route} refuses a read key");
            foreach (var verb in Verbs)
                Assert.True(await daemon.StatusOf(verb, route, key) == Forbidden, $"{verb} {route} lets a read key in");
        }
    }

    [Fact]
    public async Task A_write_key_is_refused_nowhere()
    {
        await using var daemon = await DaemonRunner.Start();
        var routes = await Routes(daemon);
        var key = await KeysCommand.Add(daemon.State, "me", "write");

        foreach (var route in routes)
            foreach (var verb in Verbs.Prepend("GET"))
                Assert.False(await daemon.StatusOf(verb, route, key) is Unauthorized or Forbidden, $"{verb} {route} refuses a write key");
    }

    [Fact]
    public async Task The_document_says_which_routes_need_no_key()
    {
        await using var daemon = await DaemonRunner.Start();
        var document = await daemon.Http.GetJson("/openapi/v1.json");

        foreach (var (route, methods) in document["paths"]!.AsObject())
            foreach (var (_, operation) in methods!.AsObject())
            {
                string[] ways = [.. operation!["security"]?.AsArray().SelectMany(way => way!.AsObject().Select(scheme => scheme.Key)) ?? []];
                Assert.Equal(Anonymous.Contains(route) ? [] : ["ApiKey", "Bearer", "QueryKey"], ways);
            }
        Assert.Equal(["ApiKey", "Bearer", "QueryKey"], document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key).Order());
    }

    private static async Task<List<string>> Routes(DaemonRunner daemon)
    {
        var document = await daemon.Http.GetJson("/openapi/v1.json");
        var documented = document["paths"]!.AsObject().Select(path => Regex.Replace(path.Key, "{[^}]*}", "1")).Except(Anonymous).ToList();
        Assert.InRange(documented.Count, 12, int.MaxValue);
        return [.. documented, .. Undocumented];
    }
}
