using EmoVoid.EndToEnd.Harness;
using static System.Net.HttpStatusCode;

namespace EmoVoid.EndToEnd.Keys;

/// <summary>What a page of another site can make a browser on the daemon's machine do: nothing.</summary>
public class ForeignPageTests
{
    private const string Advice = "/api/v1/recommendations";

    [Fact]
    public async Task A_foreign_page_cannot_post_to_a_daemon_without_keys()
    {
        await using var daemon = await DaemonRunner.Start();
        var own = daemon.Http.BaseAddress!.ToString().TrimEnd('/');

        foreach (var headers in new (string, string)[][]
        {
            [("Origin", "https://evil.example")],
            [("Origin", "null")],
            [("Origin", "http://localhost:3000")],
            [("Origin", "http://127.0.0.1")],
            [("Origin", own), ("Origin", "https://evil.example")],
            [("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "same-site"), ("Origin", "http://localhost:3000")],
            [("Sec-Fetch-Site", "cross-site"), ("Origin", own)],
        })
            foreach (var verb in new[] { "POST", "PUT", "PATCH", "DELETE", "TRACE" })
            {
                var refused = await daemon.Ask(verb, Advice, headers);
                Assert.True(refused.Status == Forbidden, $"{verb} with {string.Join(", ", headers)}: {refused.Status}");
                Assert.Contains("comes from a page of another origin", refused.Detail);
            }
    }

    [Fact]
    public async Task A_page_of_the_daemon_itself_a_program_and_a_person_may_post()
    {
        await using var daemon = await DaemonRunner.Start();
        var own = daemon.Http.BaseAddress!.ToString().TrimEnd('/');

        foreach (var headers in new (string, string)[][]
        {
            [],
            [("Origin", own)],
            [("Sec-Fetch-Site", "same-origin"), ("Origin", own)],
            [("Sec-Fetch-Site", "none")],
        })
            Assert.Equal(UnsupportedMediaType, (await daemon.Ask("POST", Advice, headers)).Status); // let in, and told that it has no body
    }

    [Fact]
    public async Task Looking_is_not_refused_to_a_page_since_its_script_cannot_read_the_answer()
    {
        await using var daemon = await DaemonRunner.Start();
        var answer = await daemon.Ask("GET", "/api/v1/runs", ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(OK, answer.Status);
        Assert.False(answer.Message.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_foreign_page_cannot_post_with_a_key_either()
    {
        await using var daemon = await DaemonRunner.Start();
        var key = await KeysCommand.Add(daemon.State, "me", "write");

        Assert.Equal(Forbidden, (await daemon.Ask("POST", $"{Advice}?apikey={key}", ("Origin", "https://evil.example"))).Status);
        Assert.Equal(UnsupportedMediaType, (await daemon.Ask("POST", $"{Advice}?apikey={key}")).Status);
    }

    [Fact]
    public async Task A_foreign_host_name_is_turned_away_while_there_is_no_key_and_let_through_with_one()
    {
        await using var daemon = await DaemonRunner.Start();
        Assert.Equal(BadRequest, (await daemon.Ask("GET", "/api/v1/runs", ("Host", "rebound.example"))).Status);
        Assert.Equal(BadRequest, (await daemon.Ask("GET", "/ping", ("Host", "rebound.example"))).Status);

        var key = await KeysCommand.Add(daemon.State, "me", "write");
        Assert.Equal(Unauthorized, (await daemon.Ask("GET", "/api/v1/runs", ("Host", "emovoid.home"))).Status);
        Assert.Equal(OK, (await daemon.Ask("GET", "/api/v1/runs", ("Host", "emovoid.home"), ("X-Api-Key", key))).Status);
        // A page of the daemon behind a proxy that speaks TLS.
        Assert.Equal(UnsupportedMediaType, (await daemon.Ask("POST", Advice, ("Host", "emovoid.home"), ("Origin", "https://emovoid.home"), ("X-Api-Key", key))).Status);

        await KeysCommand.Revoke(daemon.State, "me");
        Assert.Equal(BadRequest, (await daemon.Ask("GET", "/api/v1/runs", ("Host", "rebound.example"))).Status);
    }
}
