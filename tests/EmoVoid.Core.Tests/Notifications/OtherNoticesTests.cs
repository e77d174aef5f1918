using EmoVoid.Core.Health;
using EmoVoid.Core.Notifications;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Notifications;

/// <summary>What is told beside runs.</summary>
public sealed class OtherNoticesTests
{
    private static readonly WebhookOptions Everything = new() { Name = "hook", Url = "http://127.0.0.1:1/", Secret = TestDeliveries.Secret, Events = [.. NoticeKind.All] };

    [Fact]
    public async Task A_rejected_folder_is_told_with_its_reasons_and_its_place()
    {
        await using var test = new TestDeliveries(Everything);
        new RejectionNotices(test.Outbox, test.Registry, test.State.Clock, NullLogger<RejectionNotices>.Instance)
            .Rejected("zenigata", "/failed/zenigata", ["It has no pictures.", "The rank is 0."]);

        var body = System.Text.Json.Nodes.JsonNode.Parse(test.Outbox.List().Single().Body)!;
        Assert.Equal(("inbox.rejected", "zenigata was rejected", "It has no pictures.\nThe rank is 0."), ((string?)body["event"], (string?)body["title"], (string?)body["message"]));
        Assert.Equal("/failed/zenigata", (string?)body["inbox"]!["path"]);
    }

    [Fact]
    public async Task A_new_warning_is_told_once_however_its_numbers_move_and_again_when_it_comes_back()
    {
        await using var test = new TestDeliveries(Everything);
        var health = new Health { Now = ["3 messages to a were given up."] };
        using var watch = new WarningNotices(
            new Lazy<IEnumerable<IHealthWarnings>>([health]), test.Outbox, test.Registry, test.State.Clock, NullLogger<WarningNotices>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Looked();
        health.Now = ["4 messages to a were given up.", "The disk is worn."];
        await Looked();
        health.Now = [];
        await Looked();
        health.Now = ["The disk is worn."];
        await Looked();
        await watch.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["3 messages to a were given up.", "The disk is worn.", "The disk is worn."],
            test.Outbox.List().Reverse().Select(one => (string?)System.Text.Json.Nodes.JsonNode.Parse(one.Body)!["message"]));

        async Task Looked()
        {
            var before = health.Looks;
            await Wait.Until(() => health.Looks > before, "a look", () => test.State.Clock.Advance(TimeSpan.FromSeconds(10)));
            await Wait.Until(() => health.Looks > before + 1, "the look after it, before which the first one has ended", () => test.State.Clock.Advance(TimeSpan.FromSeconds(10)));
        }
    }

    private sealed class Health : IHealthWarnings
    {
        private volatile int _looks;

        public int Looks => _looks;
        public IReadOnlyList<string> Now { get; set; } = [];

        public IEnumerable<string> Warnings()
        {
            Interlocked.Increment(ref _looks);
            return Now;
        }
    }
}
