using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>When a daemon starts and when it says why not.</summary>
public class StartTests
{
    private const string Key = "0123456789abcdef-test";

    [Fact]
    public async Task A_second_daemon_on_the_same_state_folder_is_refused_in_one_line()
    {
        await using var first = await DaemonRunner.Start();

        var second = await Programs.Run(Binaries.Daemon, ["--state", first.State, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(78, second.ExitCode);
        Assert.StartsWith("emovoidd: The state folder " + first.State + " is in use by another daemon", second.Error);
        Assert.DoesNotContain("   at ", second.Error);
        Assert.Equal("pong", (await first.Http.GetJson("/ping")).Text("answer"));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_in_one_line()
    {
        await using var first = await DaemonRunner.Start();
        using var state = new TemporaryFolder();
        var taken = first.Http.BaseAddress!.ToString().TrimEnd('/');

        var second = await Programs.Run(Binaries.Daemon, ["--state", state.Path, "--urls", taken]);

        Assert.Equal(75, second.ExitCode);
        Assert.Contains(taken, second.Error);
        Assert.Single(second.Error.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", second.Output);
    }

    [Fact]
    public async Task Other_machines_are_let_in_only_with_a_key()
    {
        using var state = new TemporaryFolder();

        var refused = await Programs.Run(Binaries.Daemon, ["--state", state.Path, "--urls", "http://0.0.0.0:0"]);

        Assert.Equal(78, refused.ExitCode);
        Assert.Contains("set EmoVoid:ApiKey in emovoid.json", refused.Error);
    }

    // A daemon that waits hardly allocates, so the runtime by itself would keep for days what the start took.
    [Fact]
    public async Task What_the_start_took_is_given_back()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["Logging:LogLevel:EmoVoid.Core.Housekeeping.MemoryReturn=Debug"]);

        await Wait.Until(() => daemon.Log.Contains("A burst of work is over", StringComparison.Ordinal), () => daemon.Log);

        var said = Regex.Match(daemon.Log, "is over: ([0-9]+) bytes were resident, ([0-9]+) are now");
        Assert.InRange(Bytes(said.Groups[2]), 1, Bytes(said.Groups[1]) - 1);
    }

    [Fact]
    public async Task A_mistyped_command_is_an_error()
    {
        var typo = await Programs.Run(Binaries.Daemon, ["chek"]);

        Assert.Equal(1, typo.ExitCode);
        Assert.Contains("'chek' is neither a command nor an option", typo.Error);
    }

    [Fact]
    public async Task A_state_folder_that_is_a_file_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("state", "");

        var refused = await Programs.Run(Binaries.Daemon, ["--state", file]);

        Assert.Equal(78, refused.ExitCode);
        Assert.Contains(file, refused.Error);
        Assert.DoesNotContain("   at ", refused.Error);
    }

    [Fact]
    public async Task With_a_key_every_route_but_ping_and_health_asks_for_it()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:ApiKey=" + Key]);

        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/ping"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/health/ready"));
        foreach (var route in new[] { "/api/v1/runs", "/api/v1/health", "/api/v1/inbox", "/api/v1/runs/x/checkpoints/1", "/openapi/v1.json" })
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(daemon, route));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(daemon, "/api/v1/runs", "X-Api-Key", Key + "x"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/api/v1/runs", "X-Api-Key", Key));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/api/v1/runs", "Authorization", "Bearer " + Key));
    }

    [Fact]
    public async Task Without_a_key_a_foreign_host_name_is_turned_away()
    {
        await using var daemon = await DaemonRunner.Start();

        Assert.Equal(HttpStatusCode.BadRequest, await StatusOf(daemon, "/api/v1/runs", "Host", "rebound.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(daemon, "/api/v1/runs", "Host", "localhost"));
    }

    private static async Task<HttpStatusCode> StatusOf(DaemonRunner daemon, string route, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await daemon.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static long Bytes(Group number) => long.Parse(number.ValueSpan, CultureInfo.InvariantCulture);
}
