using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Kohya's <c>10_name</c> folders, from the inbox to the order in which the steps see the pictures.</summary>
public class KohyaFolderTests
{
    [Fact]
    public async Task Repeats_are_how_often_an_epoch_shows_a_picture()
    {
        await using var daemon = await DaemonRunner.Start();
        // A black mask makes the loss of its picture exactly 0: so the losses tell which folder each step has seen.
        Put(daemon, "3_masked cat", "a.png");
        Put(daemon, "3_masked cat", "mask/a.png", black: true);
        Put(daemon, "1_dog", "b.png");
        Put(daemon, "2_bird", "c.png");
        await File.WriteAllTextAsync(daemon.Path("inbox", "zoo", "emovoid.toml"), "[train]\nsteps = 12\nsave_every = 12\nresolution = 64\nmask = \"folder\"\n");
        await Wait.Until(async () => (await daemon.Http.GetJson("/api/v1/runs"))["items"]!.AsArray().Count == 1, () => daemon.Log);
        await daemon.Until("zoo", now => now.Text("state") == "completed");

        var losses = (await daemon.Http.GetJson("/api/v1/runs/zoo/metrics"))["items"]!.AsArray().Select(step => (double)step!["loss"]!).ToList();
        Assert.Equal(12, losses.Count);
        Assert.Equal([3, 3], losses.Chunk(6).Select(epoch => epoch.Count(loss => loss == 0)));
    }

    private static void Put(DaemonRunner daemon, string folder, string file, bool black = false)
    {
        var path = daemon.Path("inbox", "zoo", folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (black)
            TinyPng.WritePlain(path, 96, 64, shade: 0);
        else
            TinyPng.Write(path, 96, 64);
    }
}
