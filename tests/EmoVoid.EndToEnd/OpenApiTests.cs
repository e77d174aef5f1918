using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

public class OpenApiTests
{
    private const string Update = "EMOVOID_UPDATE_OPENAPI";

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        var committed = Repository.Path("openapi", "emovoid.v1.json");
        await using var daemon = await DaemonRunner.Start();

        var served = (await daemon.Http.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";

        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(committed, served);
        Assert.True(
            File.Exists(committed) && await File.ReadAllTextAsync(committed) == served,
            $"The API has changed. When that is meant: {Update}=1 dotnet test tests/EmoVoid.EndToEnd --filter OpenApi, and commit openapi/emovoid.v1.json.");
    }

    [Fact]
    public async Task Every_route_says_what_it_is_for_and_every_member_has_a_type()
    {
        await using var daemon = await DaemonRunner.Start();

        var document = await daemon.Http.GetJson("/openapi/v1.json");

        foreach (var (route, methods) in document["paths"]!.AsObject())
            foreach (var (method, operation) in methods!.AsObject())
            {
                Assert.False(string.IsNullOrWhiteSpace(operation!.Text("summary")), $"{method} {route} has no summary");
                Assert.False(string.IsNullOrWhiteSpace(operation!.Text("description")), $"{method} {route} has no description");
                Assert.Contains(operation!["tags"]![0]!.GetValue<string>(), document["tags"]!.AsArray().Select(tag => tag!.Text("name")));
                Assert.NotNull((operation!["responses"]!["200"] ?? operation["responses"]!["202"])?["content"]);
                Assert.True(method is not "get" and not "delete" || operation["requestBody"] is null, $"{method} {route} has a body");
                foreach (Match name in Regex.Matches(route, @"\{(\w+)\}"))
                    Assert.Contains(operation["parameters"]!.AsArray(), one => (string?)one!["name"] == name.Groups[1].Value && (string?)one["in"] == "path");
            }
    }
}
