using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd.Documents;

/// <summary>The diagrams that explain which checkpoint to take: the program gives their answers.</summary>
public partial class DiagramTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ja.md")]
    public async Task The_program_takes_what_the_line_below_a_diagram_says(string file)
    {
        var diagrams = Testing.Documents.Get(file).Blocks.SelectMany(block => Diagram().Matches(block.Text)).ToList();
        Assert.Equal(2, diagrams.Count);
        await using var daemon = await DaemonRunner.Start();
        foreach (var diagram in diagrams)
        {
            var (picture, answer) = (diagram.Groups[1].Value, diagram.Groups[2].Value);
            var advice = await daemon.Do(HttpMethod.Post, "recommendations", new { saves = Places(picture, letter => letter is >= 'A' and <= 'D'), lit = Places(picture, letter => letter == 'X') });
            var best = advice["candidates"]!.AsArray().Select(candidate => picture[(int)candidate!["step"]!]);
            var told = Letter().Matches(answer).Select(letter => letter.Value[0]).ToList();
            Assert.Equal(told, best.Take(told.Count));
        }
    }

    private static List<int> Places(string picture, Func<char, bool> isOne) => [.. Enumerable.Range(0, picture.Length).Where(place => isOne(picture[place]))];

    [GeneratedRegex(@"^(\|A\|[-|A-DX]+)\n(.+)$", RegexOptions.Multiline)]
    private static partial Regex Diagram();

    [GeneratedRegex("[A-D]")]
    private static partial Regex Letter();
}
