using System.Net;
using System.Net.Sockets;
using System.Text;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;
using Microsoft.Data.Sqlite;
using static System.Net.HttpStatusCode;

namespace EmoVoid.EndToEnd.Keys;

/// <summary>How a key is sent, and what is answered when it is not, or is wrong.</summary>
public class SendingTests
{
    private const string Runs = "/api/v1/runs";

    [Fact]
    public async Task A_key_is_taken_from_either_header_and_from_the_address()
    {
        await using var daemon = await DaemonRunner.Start();
        var key = await KeysCommand.Add(daemon.State, "me", "read");

        Assert.Equal(OK, (await daemon.Ask("GET", Runs, ("X-Api-Key", key))).Status);
        Assert.Equal(OK, (await daemon.Ask("GET", Runs, ("Authorization", "Bearer " + key))).Status);
        Assert.Equal(OK, (await daemon.Ask("GET", Runs, ("Authorization", "bearer " + key))).Status);
        Assert.Equal(OK, (await daemon.Ask("GET", $"{Runs}?apikey={key}")).Status);
        Assert.Equal(OK, (await daemon.Ask("GET", $"{Runs}?limit=1&ApiKey={key}&offset=0")).Status);
        Assert.Equal(BadRequest, (await daemon.Ask("GET", $"{Runs}?apikey={key}&limit=-1")).Status); // the rest of the query is still read
        Assert.Equal(Unauthorized, (await daemon.Ask("GET", $"{Runs}?apikey={key}&apikey={key}")).Status);
        Assert.Equal(Unauthorized, (await daemon.Ask("GET", Runs, ("Authorization", "Basic " + key))).Status);
        Assert.Equal(Unauthorized, (await daemon.Ask("GET", Runs, ("Cookie", "apikey=" + key))).Status);
    }

    [Fact]
    public async Task Whoever_sends_none_a_wrong_one_or_a_weak_one_is_told_the_way()
    {
        await using var daemon = await DaemonRunner.Start();
        var key = await KeysCommand.Add(daemon.State, "grafana", "read");

        var none = await daemon.Ask("GET", Runs);
        var wrong = await daemon.Ask("GET", Runs, ("X-Api-Key", key + "x"));
        var weak = await daemon.Ask("POST", "/api/v1/recommendations", ("X-Api-Key", key));

        Assert.Equal((Unauthorized, Unauthorized, Forbidden), (none.Status, wrong.Status, weak.Status));
        Assert.All([none, wrong, weak], answer => Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType));
        Assert.All(["X-Api-Key", "Authorization: Bearer", "?apikey=", "emovoidd keys add"], way => Assert.Contains(way, none.Detail));
        Assert.Contains("misspelt or revoked", wrong.Detail);
        Assert.Contains("needs a key of scope write; 'grafana' has scope read", weak.Detail);
        Assert.Equal("Bearer", none.Message.Headers.WwwAuthenticate.ToString());
        Assert.Contains("insufficient_scope", weak.Message.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task After_ten_wrong_keys_an_address_has_to_wait_and_a_right_one_is_still_let_in()
    {
        await using var daemon = await DaemonRunner.Start();
        var key = await KeysCommand.Add(daemon.State, "me", "write");

        var answers = new List<Asking.Answer>();
        for (var sent = 0; sent < 13; sent++)
            answers.Add(await daemon.Ask("GET", sent % 2 == 0 ? Runs : "/openapi/v1.json", ("X-Api-Key", $"wrong-{sent}")));

        Assert.Equal(Enumerable.Repeat(Unauthorized, 10), answers[..10].Select(answer => answer.Status));
        Assert.Equal(Enumerable.Repeat(TooManyRequests, 3), answers[10..].Select(answer => answer.Status));
        Assert.InRange(answers[^1].Message.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("application/problem+json", answers[^1].Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(OK, await daemon.StatusOf("GET", Runs, key));
        Assert.Equal(Unauthorized, await daemon.StatusOf("GET", Runs)); // no key is no wrong one
        Assert.Equal(OK, await daemon.StatusOf("GET", "/ping", "wrong"));
        Assert.Equal(10, daemon.Log.Split('\n').Count(line => line.Contains("sent a key that is none of the daemon's")));
        Assert.DoesNotContain("wrong-", daemon.Log);
    }

    [Fact]
    public async Task A_key_in_the_address_reaches_no_log_however_much_is_logged()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["Logging:Console:LogLevel:Default=Trace", "Logging:Console:LogLevel:Microsoft.AspNetCore.Server.Kestrel.BadRequests=Trace"]);
        var key = await KeysCommand.Add(daemon.State, "me", "read");
        var secret = key["emovoid_".Length..];

        foreach (var route in new[] { Runs, "/openapi/v1.json", "/api/v1/runs/none/loss.png", "/ping", "/nothing" })
            foreach (var query in new[] { $"?apikey={key}", $"?a=1&APIKEY={key}", $"?%61pikey={key}&x=%20", $"?apikey={key}&apikey={key}", $"?apikey=wrong{secret}" })
                await daemon.Ask("GET", route + query);
        await daemon.Ask("POST", $"{Runs}?apikey={key}");
        foreach (var line in new[] { "GET /?apikey={0} HTTP/9.9", "GET /?apikey={0} x HTTP/1.1", "GET http://[?apikey={0} HTTP/1.1", "G(T /?apikey={0} HTTP/1.1", "GET /%00?apikey={0} HTTP/1.1" })
            await Malformed(daemon.Http.BaseAddress!, line.Replace("{0}", key));

        Assert.Contains("Request starting HTTP/1.1 GET", daemon.Log); // it does log addresses
        Assert.Contains("?a=1", daemon.Log);
        Assert.DoesNotContain(secret, daemon.Log);
    }

    [Fact]
    public async Task When_the_keys_cannot_be_read_nobody_is_let_in_and_it_mends_itself()
    {
        await using var daemon = await DaemonRunner.Start(expectedErrors: ["The keys cannot be read from the database"]);
        var key = await KeysCommand.Add(daemon.State, "me", "write");
        await Rename(daemon, "api_keys", "elsewhere");

        var closed = await daemon.Ask("GET", Runs, ("X-Api-Key", key));
        Assert.Equal(ServiceUnavailable, closed.Status);
        Assert.Contains("nobody is let in", closed.Detail);
        Assert.Equal(ServiceUnavailable, await daemon.StatusOf("GET", Runs));
        Assert.Equal(OK, await daemon.StatusOf("GET", "/health/live"));

        await Rename(daemon, "elsewhere", "api_keys");
        Assert.Equal((OK, Unauthorized), (await daemon.StatusOf("GET", Runs, key), await daemon.StatusOf("GET", Runs)));
    }

    private static async Task Rename(DaemonRunner daemon, string from, string to)
    {
        await using var connection = new SqliteConnection($"Data Source={daemon.Path("emovoid.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"alter table {from} rename to {to}";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Malformed(Uri address, string requestLine)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.NotEmpty(await reader.ReadToEndAsync().WaitAsync(Wait.Patience));
    }
}
