using EmoVoid.Core.Notifications;
using EmoVoid.Core.Runs;
using EmoVoid.Testing;
using Microsoft.AspNetCore.Http;
using static EmoVoid.Core.Tests.Notifications.TestDeliveries;

namespace EmoVoid.Core.Tests.Notifications;

/// <summary>Messages on their way to real servers that are well, slow, broken or away.</summary>
public sealed class DeliveryTests
{
    private static void Fail(TestDeliveries test, string name)
    {
        test.State.Runs.Create(TestState.NewRun(name));
        test.State.Runs.Move(name, RunTransition.Fail, "It broke.");
    }

    private static Delivery Only(TestDeliveries test) => test.Outbox.List().Single();

    [Fact]
    public async Task A_receiver_gets_the_message_signed_with_its_secret_and_the_time()
    {
        await using var receiver = await TestReceiver.Start();
        await using var test = new TestDeliveries(Webhook(receiver));
        await test.Start();
        Fail(test, "a");
        await Wait.Until(() => test.Outbox.Count(DeliveryState.Delivered) == 1, "the delivery");

        var got = receiver.Got.Single();
        Assert.True(got.IsSignedWith(Secret));
        Assert.False(got.IsSignedWith(Secret + "x"));
        Assert.Equal(test.State.Clock.GetUtcNow().ToUnixTimeSeconds(), got.SignedAt.ToUnixTimeSeconds());
        Assert.Equal(("run.failed", "run.failed"), ((string?)got.Json["event"], got.Headers["X-EmoVoid-Event"].Single()));
        Assert.Equal((got.Id, "a"), ((string?)got.Json["id"], (string?)got.Json["run"]!["id"]));
        Assert.Equal((1, null), (Only(test).Attempts, Only(test).Problem));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_again_with_the_same_id_and_a_new_time_until_it_takes_the_message()
    {
        await using var receiver = await TestReceiver.Start();
        var times = 0;
        receiver.Answer = http =>
        {
            http.Response.StatusCode = ++times < 4 ? 500 : 204;
            return Task.CompletedTask;
        };
        await using var test = new TestDeliveries(Webhook(receiver));
        await test.Start();
        Fail(test, "a");
        await test.Until(() => test.Outbox.Count(DeliveryState.Delivered) == 1, "the delivery");

        Assert.Equal(4, receiver.Got.Count);
        Assert.Single(receiver.Got.Select(got => got.Id).Distinct());
        var waits = receiver.Got.Zip(receiver.Got.Skip(1), (one, next) => (next.SignedAt - one.SignedAt).TotalSeconds).ToList();
        Assert.True(waits[0] >= 4 && waits[1] >= 9 && waits[2] >= 19, string.Join(", ", waits));
        Assert.All(receiver.Got, got => Assert.True(got.IsSignedWith(Secret)));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_left_after_a_while_and_holds_up_nobody_else()
    {
        await using var hanging = await TestReceiver.Start();
        using var end = new CancellationTokenSource();
        hanging.Answer = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
        await using var other = await TestReceiver.Start();
        await using var test = new TestDeliveries(Webhook(hanging), new WebhookOptions { Name = "other", Url = other.Url, Secret = Secret });
        await test.Start();

        Fail(test, "a");
        Fail(test, "b");
        await Wait.Until(() => other.Got.Count == 2 && !hanging.Got.IsEmpty, "the other receiver, with the clock standing still");
        Assert.Equal(RunState.Failed, test.State.Runs.Get("b").State);

        await test.Until(() => test.Outbox.List(DeliveryState.Waiting).Any(one => one.Problem is not null), "the end of the patience");
        Assert.Contains("did not answer within 00:00:10", test.Outbox.List(DeliveryState.Waiting).First(one => one.Problem is not null).Problem);
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_reason_says_what_to_do()
    {
        await using var elsewhere = await TestReceiver.Start();
        await using var receiver = await TestReceiver.Start();
        receiver.Answer = http =>
        {
            http.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await using var test = new TestDeliveries(Webhook(receiver));
        await test.Start();
        Fail(test, "a");
        await Wait.Until(() => test.Outbox.List() is [{ Problem: not null }], "the first try");

        Assert.Equal("It answered 307, a redirect, which is not followed; set Url to the address where it ends.", Only(test).Problem);
        Assert.Empty(elsewhere.Got);
    }

    [Fact]
    public async Task A_message_that_nobody_took_for_a_day_is_given_up_and_the_health_says_so_for_a_day()
    {
        await using var test = new TestDeliveries(new WebhookOptions { Name = "away", Url = "http://127.0.0.1:1/path-secret", Secret = Secret });
        await test.Start();
        Fail(test, "a");
        await Wait.Until(() => test.Outbox.List() is [{ State: DeliveryState.Abandoned }], "the end of a day", () => test.State.Clock.Advance(TimeSpan.FromMinutes(10)));

        Assert.InRange(Only(test).Attempts, 15, 40);
        Assert.InRange(Only(test).EndedAt!.Value - Only(test).CreatedAt, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
        var warning = Assert.Single(test.Warnings);
        Assert.StartsWith("1 message to away could not be delivered within the last day and was given up. It cannot be reached: Connection refused", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning, StringComparison.Ordinal);
        test.State.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty(test.Warnings);
    }

    [Fact]
    public async Task What_waits_when_the_daemon_ends_is_delivered_by_the_next_one()
    {
        await using var receiver = await TestReceiver.Start();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await using var test = new TestDeliveries(Webhook(receiver));
        await test.Start();
        Fail(test, "a");
        await Wait.Until(() => test.Outbox.List() is [{ Attempts: > 0 }], "the first try");
        await test.Stop();

        Fail(test, "b"); // nobody listens: the events keep it
        receiver.Answer = _ => Task.CompletedTask;
        await test.Start();
        await test.Until(() => test.Outbox.Count(DeliveryState.Delivered) == 2, "both");

        Assert.Equal(2, receiver.Got.Select(got => got.Id).Distinct().Count());
        Assert.Equal(["a", "b"], receiver.Got.Select(got => (string)got.Json["run"]!["id"]!).Distinct().Order());
    }

    [Fact]
    public async Task A_message_that_was_taken_and_cannot_be_marked_so_is_not_sent_again()
    {
        await using var receiver = await TestReceiver.Start();
        await using var test = new TestDeliveries(Webhook(receiver));
        Fail(test, "a");
        test.CatchUp();
        Execute("create trigger full before update on deliveries begin select raise(abort, 'full'); end");
        await test.Start();
        await Wait.Until(() => receiver.Got.Count == 1, "the delivery");
        test.State.Clock.Advance(TimeSpan.FromMinutes(5));
        Execute("drop trigger full");
        await test.Until(() => test.Outbox.Count(DeliveryState.Delivered) == 1, "the mark");
        Assert.Single(receiver.Got);

        void Execute(string sql)
        {
            using var connection = test.State.Database.Open();
            Dapper.SqlMapper.Execute(connection, sql);
        }
    }

    [Fact]
    public async Task A_receiver_that_is_away_for_long_does_not_fill_the_database()
    {
        await using var test = new TestDeliveries(new WebhookOptions { Name = "away", Url = "http://127.0.0.1:1/", Secret = Secret });
        foreach (var number in Enumerable.Range(0, Outbox.MostWaiting + 3))
            test.Outbox.Put(new Notice { Id = $"{number}", Event = NoticeKind.Failed, At = test.State.Clock.GetUtcNow(), Title = "", Message = "" }, ["away"]);

        Assert.Equal((Outbox.MostWaiting, 3), (test.Outbox.Count(DeliveryState.Waiting), test.Outbox.Count(DeliveryState.Abandoned)));
        Assert.Equal(["2", "1", "0"], test.Outbox.List(DeliveryState.Abandoned).Select(one => one.Notice));
        foreach (var delivery in test.Outbox.List(DeliveryState.Waiting, limit: int.MaxValue))
            test.Outbox.Taken(delivery);
        Assert.Equal(Outbox.Remembered, test.Outbox.Count());
    }

    [Fact]
    public async Task A_receiver_that_is_configured_no_more_is_not_waited_for()
    {
        await using var test = new TestDeliveries();
        test.Outbox.Put(new Notice { Id = "1", Event = NoticeKind.Failed, At = test.State.Clock.GetUtcNow(), Title = "", Message = "" }, ["gone"]);
        await test.Start();
        await Wait.Until(() => test.Outbox.List() is [{ } one] && one.State == DeliveryState.Abandoned, "the look at the start");
        Assert.Equal("The receiver is configured no more.", Only(test).Problem);
        Assert.Empty(test.Warnings);
    }

    [Fact]
    public async Task Ntfy_gets_title_priority_tags_and_an_address_with_the_token()
    {
        await using var receiver = await TestReceiver.Start();
        await using var test = new TestDeliveries();
        test.Options.Ntfy = new NtfyOptions { Url = receiver.Url, Topic = "loras", Token = "tk_0123456789" };
        test.Options.Notifications.PublicUrl = "https://emovoid.example/";
        await test.Start();
        Fail(test, "zenigata");
        await Wait.Until(() => test.Outbox.Count(DeliveryState.Delivered) == 1, "the delivery");

        var got = receiver.Got.Single();
        Assert.Equal("Bearer tk_0123456789", got.Headers.Authorization.Single());
        Assert.Equal(("loras", "zenigata has failed", "It broke."), ((string?)got.Json["topic"], (string?)got.Json["title"], (string?)got.Json["message"]));
        Assert.Equal((4, "https://emovoid.example/api/v1/runs/zenigata"), ((int?)got.Json["priority"], (string?)got.Json["click"]));
        Assert.Equal(["x", "run.failed"], got.Json["tags"]!.AsArray().Select(tag => (string?)tag));
    }

    [Fact]
    public async Task A_test_says_who_took_it_and_who_did_not()
    {
        await using var receiver = await TestReceiver.Start();
        await using var test = new TestDeliveries(Webhook(receiver), new WebhookOptions { Name = "away", Url = "http://127.0.0.1:1/path-secret", Secret = Secret });
        var results = await new TestNotice(test.Registry, test.State.Clock).Send(TestContext.Current.CancellationToken);

        Assert.Equal(new TestAnswer("hook", null), results[0]);
        Assert.Equal("away", results[1].Receiver);
        Assert.StartsWith("It cannot be reached: Connection refused", results[1].Problem, StringComparison.Ordinal);
        Assert.Equal("test", (string?)receiver.Got.Single().Json["event"]);
        Assert.Equal(0, test.Outbox.Count());
    }
}
