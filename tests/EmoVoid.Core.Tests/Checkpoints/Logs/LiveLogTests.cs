using EmoVoid.Core.Checkpoints.Logs;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>A log that is read while it is written.</summary>
public class LiveLogTests
{
    [Fact]
    public void What_is_settled_at_every_line_and_bar_says_the_same_as_the_whole_log()
    {
        var console = new KohyaConsole().Begin(steps: 60);
        for (var step = 1; step <= 60; step++)
        {
            console.Step(step, lit: step % 7 == 0, average: 1.0 / step);
            if (step % 20 == 0)
                console.Save($"/srv/out/mochi-step{step:D8}.safetensors");
        }

        var (whole, live) = (new List<LogMark>(), new List<LogMark>());
        var scanner = new LogScanner(whole.Add);
        scanner.Append(console.Text);
        scanner.End();

        var scannerLive = new LogScanner(live.Add);
        foreach (var piece in Pieces(console.Text))
        {
            scannerLive.Append(piece);
            scannerLive.Settle();
        }

        Assert.Equal(whole, live);
        Assert.Equal(8, live.OfType<LogMark.Light>().Count());
    }

    [Fact]
    public void A_light_is_told_as_soon_as_its_line_is_there()
    {
        var marks = new List<LogMark>();
        var scanner = new LogScanner(marks.Add);
        scanner.Append("✨[READY TO STOP]✨\n");
        scanner.Settle();
        scanner.Settle();
        Assert.Equal([new LogMark.Light()], marks);
    }

    // As a pipe gives them: a write of the scripts at a time.
    private static IEnumerable<string> Pieces(string text)
    {
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] is '\n' or ']')
            {
                yield return text[begin..(i + 1)];
                begin = i + 1;
            }
        yield return text[begin..];
    }
}
