using EmoVoid.Testing;

namespace EmoVoid.Safetensors.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Until_it_is_whole_the_new_file_lies_beside_the_old_one_under_the_name_of_its_writer()
    {
        File.WriteAllText(folder["a"], "old");
        DurableFile.Write(folder["a"], stream =>
        {
            stream.Write("ne"u8);
            Assert.Equal("old", File.ReadAllText(folder["a"]));
            Assert.True(File.Exists($"{folder["a"]}.{Environment.MachineName}.{Environment.ProcessId}.part"));
            stream.Write("w"u8);
        });
        Assert.Equal("new", File.ReadAllText(folder["a"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains(folder["gone"], Assert.Throws<IOException>(() => DurableFile.SyncFolderOf(folder["gone", "a"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.part", true, true)]
    [InlineData("a.part", false, false)]
    [InlineData("a.HERE.DEAD.part", false, true)]
    [InlineData("a.HERE.ALIVE.part", false, false)]
    [InlineData("a.HERE.ALIVE.part", true, true)]
    [InlineData("a.elsewhere.DEAD.part", false, false)]
    [InlineData("a.safetensors.12345", true, true)]
    [InlineData("a.safetensors", true, false)]
    [InlineData("a-step00000012", true, false)]
    public void What_is_left_of_a_dead_process_is_removed(string name, bool alone, bool removed)
    {
        var file = folder.Write(Path.Combine("deep", Named(name)), "half");
        Assert.Equal(removed ? 1 : 0, PartialFile.RemoveAbandoned(folder.Path, alone, TimeProvider.System));
        Assert.Equal(!removed, File.Exists(file));
    }

    [Fact]
    public void What_another_machine_left_days_ago_is_removed()
    {
        File.SetLastWriteTimeUtc(folder.Write("a.elsewhere.1.part", "half"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        Assert.Equal(1, PartialFile.RemoveAbandoned(folder.Path, alone: false, TimeProvider.System));
    }

    /// <summary>Process 1 lives wherever there is a process.</summary>
    private static string Named(string name) => name
        .Replace("HERE", Environment.MachineName, StringComparison.Ordinal)
        .Replace("DEAD", $"{int.MaxValue}", StringComparison.Ordinal)
        .Replace("ALIVE", "1", StringComparison.Ordinal);
}
