using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>A log's answer does not depend on how it was written down.</summary>
public sealed partial class MangledLogTests
{
    private static readonly Encoding[] Encodings = [new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)];

    /// <summary>A log as it is, made of the real one where it is at hand: with saves, which it does not have.</summary>
    public static TheoryData<string> Logs => Repository.Shared("logs", "kohya-emosens-400.txt") is null ? ["written"] : ["written", "real"];

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Line_ends_wraps_and_colours_change_nothing(string which)
    {
        var text = Text(which);
        var answer = await Answer(Mangling.Bytes(text, Encoding.UTF8));
        string[] mangled =
        [
            text.Replace('\r', '\n'), text.Replace('\n', '\r'), text.Replace("\n", "\r\n"), text.Replace("\r", "\r\n"),
            Mangling.Wrapped(text, 80, trimmed: false), Mangling.Wrapped(text, 80, trimmed: true), Mangling.Wrapped(text, 79, trimmed: true), Mangling.Wrapped(text, 7, trimmed: true),
            Mangling.Wrapped(text, 1, trimmed: true), Mangling.Coloured(text, 1), Mangling.Wrapped(Mangling.Coloured(text, 2), 80, trimmed: false).Replace("\n", "\r\n"),
            Mangling.Coloured(Mangling.Wrapped(text, 80, trimmed: true), 3),
        ];

        foreach (var other in mangled)
            Assert.Equal(answer, await Answer(Mangling.Bytes(other, Encoding.UTF8)));
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Encodings_and_pieces_change_nothing(string which)
    {
        var text = Text(which);
        var answer = await Answer(Mangling.Bytes(text, Encoding.UTF8));
        foreach (var encoding in Encodings)
            foreach (var mark in new[] { true, false })
                for (var seed = 0; seed < 5; seed++)
                    Assert.Equal(answer, await Answer(Mangling.Bytes(Mangling.Wrapped(text, 80 + seed, trimmed: true), encoding, mark), seed));
        Assert.Equal(answer, await Answer(Mangling.Bytes(Mangling.Coloured(text, 4), Mangling.ShiftJis), seed: 6));
    }

    [Fact]
    public async Task Lines_of_two_programs_may_have_two_encodings_and_the_names_are_right()
    {
        // The second byte of these is a backslash, a bar and a closing bracket in ASCII.
        var lines = Text("written").Replace("zeni", "ソポ評価", StringComparison.Ordinal).Split('\n');
        var bytes = lines.SelectMany(line => (line.Contains('█') ? Encoding.UTF8 : Mangling.ShiftJis).GetBytes(line + "\n")).ToArray();

        var advice = await Advice(Mangling.InPieces(bytes, 7));

        Assert.Equal("ソポ評価-step00000060.safetensors", advice.Candidates.Single(candidate => candidate.Step == 60).File);
        Assert.Equal([.. WhereLit], advice.Lit);
    }

    /// <summary>The reader takes 64 KiB at a time; here that ends at each byte of a name once.</summary>
    [Fact]
    public async Task A_block_may_end_inside_a_character()
    {
        const string Name = "評価ソポ-step00000005.safetensors";
        foreach (var encoding in new[] { Encoding.UTF8, Mangling.ShiftJis })
            for (var byteOfName = 0; byteOfName < 16; byteOfName++)
            {
                var start = encoding.GetBytes(new KohyaConsole().Begin(10).Step(5).Text + "\n");
                var end = encoding.GetBytes($"saving checkpoint: {Name}\n");
                byte[] bytes = [.. start, .. new byte[(1 << 16) - start.Length - 19 - byteOfName].Select(_ => (byte)'\n'), .. end];

                Assert.Equal([Name], (await Advice(Mangling.InPieces(bytes, byteOfName))).Candidates.Select(candidate => candidate.File));
            }
    }

    /// <summary>A real console: where the light begins is known from its text, step 315's bar being the last one before it.</summary>
    [Fact]
    public async Task The_real_log_is_lit_from_step_316_to_its_end()
    {
        Assert.SkipWhen(Repository.Shared("logs", "kohya-emosens-400.txt") is null, "the log is not on this machine");
        var advice = await Advice(new MemoryStream(Mangling.Bytes(Text("real"), Encoding.UTF8)));

        Assert.Equal(Enumerable.Range(316, 85), advice.Lit);
        Assert.Equal((400, 400, LogLosses.Steps, true), (advice.LastStep, advice.StepsAskedFor, advice.Losses, advice.FromEmovoid));
        Assert.Equal([60, 120, 180, 240, 300, 360], advice.Candidates.Select(candidate => candidate.Step).Order());
        Assert.Equal(360, advice.Candidates[0].Step);
        Assert.Equal((316, 400, 85), (advice.Clusters.Single().First, advice.Clusters.Single().Last, advice.Clusters.Single().Lit));
        Assert.Empty(advice.Notes);
    }

    private static IEnumerable<int> WhereLit => Enumerable.Range(1, 200).Where(step => step > 90 && step % 7 < 3);

    private static string Text(string which) => which == "real" ? WithSaves(File.ReadAllText(Repository.Shared("logs", "kohya-emosens-400.txt")!)) : Written();

    private static string Written()
    {
        var console = new KohyaConsole().Print("🚩 emo-optim success ecc system ...\n").Optimizer("optimizer.emovoid.EmoVoid", "{'stopcoef': 0.05}").Begin(200, batchesPerEpoch: 50);
        for (var step = 1; step <= 200; step++)
        {
            console.Step(step, WhereLit.Contains(step), 0.05 + 0.02 * Math.Sin(step), 0.05 + 1.0 / step);
            if (step % 60 == 0)
                console.Save($@"D:\my loras\out\zeni-step{step:00000000}.safetensors");
            if (step % 50 == 0)
                console.Save($"/out/zeni{(step < 200 ? $"-{step / 50:000000}" : "")}.safetensors").Print($"\nepoch {step / 50 + 1}/4\n\n");
        }

        return console.Text;
    }

    private static string WithSaves(string real) => EverySixtiethBar().Replace(real, match => int.Parse(match.Groups["step"].Value) % 60 == 0
        ? $"{match.Value}\nsaving checkpoint: /out/zeni-step{int.Parse(match.Groups["step"].Value):00000000}.safetensors\n" : match.Value);

    private static async Task<string> Answer(byte[] bytes, int seed = 0) => JsonSerializer.Serialize(await Advice(Mangling.InPieces(bytes, seed)));

    private static async Task<LogAdvice> Advice(Stream log) => LogAdvisor.Advise(await TrainingLogReader.ReadAsync(log, TestContext.Current.CancellationToken));

    [GeneratedRegex(@"\| (?<step>[1-9][0-9]*)/400 [^\n,]*,[^\n,]*")]
    private static partial Regex EverySixtiethBar();
}
