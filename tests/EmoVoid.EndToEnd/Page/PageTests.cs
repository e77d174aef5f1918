using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd.Page;

/// <summary>The page, as a real browser shows it.</summary>
public class PageTests
{
    [Fact]
    public async Task A_browser_shows_the_result_with_its_advice_and_what_the_queue_waits_for()
    {
        Chromium.SkipWhenMissing();
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("mochi", 3, "name = \"<b>mochi\"\n[train]\nsteps = 12\nsave_every = 4\nresolution = 64\n[sample]\ncount = 0\n");
        await daemon.Until(run, now => now.Text("state") == "completed");
        using (var held = await daemon.Http.PostAsync("/api/v1/queue/hold", null))
            Assert.True(held.IsSuccessStatusCode);
        await daemon.Drop("next", 3, "[train]\nsteps = 12\nresolution = 64\n");

        var page = await Dump(daemon, "?still");

        Assert.Contains("Take step ", page);
        Assert.Contains("<h3>&lt;b&gt;mochi</h3>", page); // a name is text, whatever it is made of
        Assert.Contains("The queue is held", page);
        Assert.Contains("idle, 1 queued", page);
    }

    [Fact]
    public async Task A_page_without_its_key_says_what_is_missing_and_with_it_shows_the_state()
    {
        Chromium.SkipWhenMissing();
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:ApiKey=a-key-of-some-length-0123456789"]);
        using var refused = await daemon.Http.GetAsync("/");
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("idle, 0 queued", await Dump(daemon, "?still&apikey=a-key-of-some-length-0123456789"));
    }

    private static async Task<string> Dump(DaemonRunner daemon, string query) => (await Chromium.Show(new(daemon.Http.BaseAddress!, "/" + query))).Document;
}
