using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd.Page;

/// <summary>The API's own page, as a real browser shows it.</summary>
public class DocsTests
{
    private const string Key = "a-key-of-some-length-0123456789";

    [Fact]
    public async Task A_browser_draws_the_document_and_asks_nobody_else()
    {
        Chromium.SkipWhenMissing();
        await using var daemon = await DaemonRunner.Start();

        var (document, said) = await Chromium.Show(new(daemon.Http.BaseAddress!, "/docs"));

        Assert.Contains("Upload a folder as a zip archive", document);
        Assert.Contains("EmoVoid.Daemon", document);
        Assert.DoesNotContain("Content Security Policy", said); // it tried to fetch from elsewhere, and was not let
        Assert.DoesNotContain("Uncaught", said);
    }

    [Fact]
    public async Task With_a_key_the_page_its_script_and_the_document_ask_for_it_and_get_it()
    {
        Chromium.SkipWhenMissing();
        await using var daemon = await DaemonRunner.Start(settings: [$"EmoVoid:ApiKey={Key}"]);
        foreach (var route in new[] { "/docs", "/docs/scalar.js", "/openapi/v1.json" })
            using (var refused = await daemon.Http.GetAsync(route))
                Assert.Equal(401, (int)refused.StatusCode);

        var (document, _) = await Chromium.Show(new(daemon.Http.BaseAddress!, $"/docs?apikey={Key}"));

        Assert.Contains("Upload a folder as a zip archive", document);
    }
}
