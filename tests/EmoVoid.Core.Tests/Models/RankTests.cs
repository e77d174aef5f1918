using EmoVoid.Core.Tests.Inbox;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Models;

public sealed class RankTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RankTests() => FakeModel.WriteComfyUI(folder);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public async Task A_rank_above_the_narrowest_layer_is_refused(int rank, bool accepted)
    {
        using var inbox = new TestInbox(settings: [("EmoVoid:Models:anima:ComfyUI", folder.Path)]);
        inbox.PutDataset("a", sidecar: $"model = \"anima\"\ntrain.rank = {rank}\ntrain.alpha = 4");
        var report = await inbox.CheckAsync("a");
        Assert.Equal(accepted, report.IsAccepted);
        Assert.All(report.Problems, problem => Assert.StartsWith("train.rank is 25, and the narrowest layer of 'anima' that a LoRA adapts is 24 wide", problem, StringComparison.Ordinal));
    }
}
