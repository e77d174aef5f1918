using EmoVoid.Contracts.Events;

namespace EmoVoid.Contracts.Tests.Events;

public sealed class TrainerEventTests
{
    public static TheoryData<TrainerEvent> Events =>
    [
        new Started("0.1.0", "2.10.0", "cpu", 5_734_400, 1200, ResumedAt: 300),
        new Preparing("latents", 3, 12),
        new Stepped(417, 0.0391234567890123, 1.0000000000000002e-4, 0.3000000000000001, 0.04, Lit: true, Seconds: 1.25),
        new StepSkipped(418, ["10_a/b.png", "ü, 1.png"]),
        new WentBack(400, Attempt: 1),
        new CheckpointSaved(417, "zenigata-000417.safetensors", 11_000_000, new string('a', 64), CheckpointReason.Light),
        new Validated(417, [new PairLoss("10_a/b.png", 0.1234567890123, 0.31)], [new PairLoss("ü, 1.png", 0.5, 0.3000000000000001), new PairLoss("c.png", 0.75, 1e-7)], Seconds: 2.5),
        new Noted("a \"quoted\" line\nand another, 銭形"),
        new Finished(1200, Stopped: false),
        new Failed(TrainerExitCode.OutOfMemory, "the device's memory ran out"),
    ];

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void An_event_is_one_line_and_comes_back_as_it_was(TrainerEvent sent)
    {
        var line = sent.ToJsonLine();
        Assert.DoesNotContain('\n', line);
        Assert.Equal(sent, TrainerEvent.TryParse(line));
    }

    [Fact]
    public void Every_kind_of_event_is_tried_above()
    {
        var kinds = typeof(TrainerEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TrainerEvent)));
        Assert.Equal(kinds.ToHashSet(), Events.Select(row => row.Data.GetType()).ToHashSet());
    }

    [Fact]
    public void The_line_is_what_another_program_expects() => Assert.Equal(
        """{"event":"checkpoint","step":3,"file":"x.safetensors","bytes":5,"sha256":"ab","reason":"interval"}""",
        new CheckpointSaved(3, "x.safetensors", 5, "ab", CheckpointReason.Interval).ToJsonLine());

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[W socket.cpp] a native library speaks")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"step\":1}")]
    [InlineData("{\"event\":\"step\",\"step\":1}")]
    [InlineData("{\"event\":\"note\"}")]
    [InlineData("{\"event\":\"unheard_of\",\"step\":1}")]
    [InlineData("{\"event\":\"step\",\"step\":\"three\"}")]
    [InlineData("{\"event\":\"checkpoint\",\"step\":1,\"file\":\"a\",\"bytes\":1,\"sha256\":\"b\",\"reason\":\"whim\"}")]
    [InlineData("{\"event\":\"note\",\"message\":null}")]
    [InlineData("{\"event\":\"finished\",\"step\":1,\"stopped\":false} trailing")]
    [InlineData("\"event\"")]
    public void A_line_that_is_no_event_is_null(string line) => Assert.Null(TrainerEvent.TryParse(line));

    [Fact]
    public void A_field_that_a_later_trainer_adds_is_ignored() => Assert.Equal(
        new Finished(5, Stopped: true),
        TrainerEvent.TryParse("""{"event":"finished","step":5,"stopped":true,"mood":"good"}"""));

    [Fact]
    public void Lines_cut_off_anywhere_are_no_events()
    {
        var line = new Stepped(1, 0.1, 1e-4, 0.2, 0.1, Lit: false, Seconds: 2).ToJsonLine();
        for (var length = 0; length < line.Length; length++)
            Assert.Null(TrainerEvent.TryParse(line[..length]));
    }
}
