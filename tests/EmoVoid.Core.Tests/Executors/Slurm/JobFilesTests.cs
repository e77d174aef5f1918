using System.Text;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Executors.Slurm;
using EmoVoid.Core.States;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Executors.Slurm;

public sealed class JobFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_that_grows_is_read_from_where_it_was_read_to()
    {
        var file = new EventFile(_folder["events"]);
        Assert.Empty(file.Next()); // not there yet
        _folder.Write("events", "one\ntw");
        Assert.Equal("one\ntw", Encoding.UTF8.GetString(file.Next()));
        Assert.Empty(file.Next());
        File.AppendAllText(_folder["events"], "o\n");
        Assert.Equal("o\n", Encoding.UTF8.GetString(file.Next()));
        Assert.Equal(8, file.Read);
    }

    [Fact]
    public void A_file_that_is_away_for_a_moment_loses_nothing()
    {
        var path = _folder.Write("events", "one\n");
        var file = new EventFile(path);
        Assert.NotEmpty(file.Next());
        File.Move(path, path + ".away");
        Assert.Empty(file.Next());
        File.AppendAllText(path + ".away", "two\n");
        File.Move(path + ".away", path);
        Assert.Equal("two\n", Encoding.UTF8.GetString(file.Next()));
    }

    [Fact]
    public void The_nodes_may_have_the_folders_elsewhere()
    {
        var paths = new PathMap(new Dictionary<string, string> { ["/srv/emovoid/"] = "/mnt/emovoid", ["/srv"] = "/net/srv" });
        Assert.Equal(
            ["/mnt/emovoid/work/a", "/mnt/emovoid", "/net/srv/models", "/srvice", "/opt"],
            new[] { "/srv/emovoid/work/a", "/srv/emovoid", "/srv/models", "/srvice", "/opt" }.Select(paths.There));
        var plan = TestState.Plan(new StateFolder("/srv/emovoid"), "a") with { Model = new ModelPlan("m", "/srv/dit", "/srv/text", "/srv/vae", "/opt/tokenizers", T5Tokenizer: "/srv/t5") };
        var there = NodePlan.Map(plan, paths);
        Assert.Equal(("/mnt/emovoid/work/a/dataset", "/mnt/emovoid/work/a/checkpoints", "/mnt/emovoid/cache"), (there.Dataset.Folder, there.CheckpointFolder, there.CacheFolder));
        Assert.Equal(new ModelPlan("m", "/net/srv/dit", "/net/srv/text", "/net/srv/vae", "/opt/tokenizers", T5Tokenizer: "/net/srv/t5"), there.Model);
    }

    // 16-bit Anima with its blocks swapped: 1.25 × (3 GB waiting + a text encoder of 1.2 GB) + 2 GB.
    [Theory]
    [InlineData(0, 0, "2G")]
    [InlineData(3_000_000_000, 1_200_000_000, "7G")]
    public void Memory_is_asked_for_in_whole_gigabytes(long host, long largest, string expected) => Assert.Equal(expected, JobSize.Gigabytes(host, largest));

    public void Dispose() => _folder.Dispose();
}
