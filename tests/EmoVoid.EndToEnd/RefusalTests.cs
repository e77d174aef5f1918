using System.Net;
using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd;

/// <summary>What the API under attack once answered with a 5xx, or with nothing.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/html")]
    [InlineData("image/png")]
    public async Task Who_accepts_no_json_is_refused_in_words_too(string accept)
    {
        await using var daemon = await DaemonRunner.Start();
        foreach (var (method, route) in new[] { ("GET", "/api/v1/runs/none/events"), ("DELETE", "/api/v1/runs/none"), ("GET", "/nothing"), ("GET", "/openapi/v2.json") })
        {
            var answer = await daemon.Ask(method, route, ("Accept", accept));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.NotEmpty(answer.Detail);
            Assert.NotNull(answer.Problem!["trace_id"]);
        }

        Assert.Equal((HttpStatusCode.MethodNotAllowed, 405), await daemon.Ask("PUT", "/ping", ("Accept", accept)) is var put ? (put.Status, (int)put.Problem!["status"]!) : default);
    }

    [Fact]
    public async Task Json_in_an_unknown_charset_is_refused()
    {
        await using var daemon = await DaemonRunner.Start();
        foreach (var route in new[] { "runs", "queue/move", "recommendations" })
        {
            var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=nothing");
            var refused = await daemon.IsRefused(HttpStatusCode.UnsupportedMediaType, HttpMethod.Post, route, content);
            Assert.Contains("'nothing'", refused.Text("detail"));
        }
    }

    [Fact]
    public async Task A_folder_with_a_nul_in_its_name_is_not_there()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Post, "runs", new { folder = "a\0b" });
        await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Post, "inbox/uploads?name=a%00b", new ByteArrayContent([]) { Headers = { ContentType = new("application/zip") } });
    }
}
