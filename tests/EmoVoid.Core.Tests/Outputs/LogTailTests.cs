using System.Text;
using EmoVoid.Core.Outputs;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Outputs;

public sealed class LogTailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(3, 5, true)]
    [InlineData(3, 3, false)]
    [InlineData(5, 3, true)]
    [InlineData(5, 1, false)]
    [InlineData(40_000, 9_999, true)] // across many blocks
    public void The_last_lines_are_those_that_reading_all_of_it_would_give(int lines, int asked, bool endsWithBreak)
    {
        var all = Enumerable.Range(1, lines).Select(line => $"line {line} ü{new string('x', line % 61)}").ToList();
        var file = _folder.Write("log", string.Join('\n', all) + (endsWithBreak && lines > 0 ? "\n" : ""));
        var part = LogTail.Last(file, asked);
        Assert.Equal(all.TakeLast(asked), Encoding.UTF8.GetString(part.Text).Split('\n').Where(line => line.Length > 0));
        Assert.Equal(new FileInfo(file).Length, part.End);
    }

    [Fact]
    public void What_was_written_since_is_read_from_there_and_a_new_file_from_its_start()
    {
        var file = _folder.Write("log", "one\n");
        var end = LogTail.Last(file, 10).End;
        File.AppendAllText(file, "two\n");
        Assert.Equal("two\n", Encoding.UTF8.GetString(LogTail.After(file, end).Text));
        File.WriteAllText(file, "new");
        Assert.Equal("new", Encoding.UTF8.GetString(LogTail.After(file, end).Text));
    }
}
