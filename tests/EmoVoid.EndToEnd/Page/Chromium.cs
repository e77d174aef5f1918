using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Page;

/// <summary>A real browser without a window.</summary>
internal static class Chromium
{
    private static readonly string? Program = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    public static void SkipWhenMissing() => Assert.SkipWhen(Program is null, "chromium is not installed (apt-get install chromium)");

    /// <summary>The document after its script has run for a while, and what the browser said meanwhile.</summary>
    public static async Task<(string Document, string Said)> Show(Uri page)
    {
        using var profile = new TemporaryFolder();
        string[] options =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={profile.Path}",
            "--enable-logging=stderr", "--virtual-time-budget=8000", "--dump-dom", page.ToString(),
        ];
        var shown = await Programs.Run(Program!, options);
        return (shown.Output, shown.Error);
    }
}
