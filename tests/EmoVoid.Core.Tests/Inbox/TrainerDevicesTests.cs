using EmoVoid.Core.Devices;
using EmoVoid.Core.Trainers;
using EmoVoid.Testing;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>The trainer's side is a shell script that writes down how often it was asked.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TrainerDevicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_answer_is_asked_for_once_whatever_else_is_printed()
    {
        using var devices = Devices("""echo "a library says hello"; echo '{"lib_torch":"2.10.0","devices":["cpu","cuda:0"],"problem":null}'""");
        Assert.Equal(["cpu", "cuda:0"], (await devices.ListAsync(TestContext.Current.CancellationToken)).Devices);
        Assert.Equal("2.10.0", (await devices.ListAsync(TestContext.Current.CancellationToken)).LibTorch);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_trainer_that_says_nothing_is_told_with_its_last_words_and_asked_again()
    {
        using var devices = Devices("echo 'no such library' >&2; exit 5");
        Assert.EndsWith("it left with exit code 5. no such library", (await devices.ListAsync(TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        await devices.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task A_trainer_that_is_killed_while_it_is_asked_is_asked_again_at_once_and_told_of_when_that_is_killed_too()
    {
        using (var once = Devices($"[ $(wc -l < '{folder["asked"]}') = 2 ] || kill -KILL $$; echo '{{\"lib_torch\":\"2.10.0\",\"devices\":[\"cpu\"],\"problem\":null}}'"))
            Assert.Equal(["cpu"], (await once.ListAsync(TestContext.Current.CancellationToken)).Devices);
        Assert.Equal(2, Asked);
        using var always = Devices("kill -KILL $$");
        Assert.Equal("The trainer cannot say what it can compute on: it was killed, twice", (await always.ListAsync(TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(4, Asked);
    }

    private int Asked => File.ReadAllLines(folder["asked"]).Length;

    private TrainerDevices Devices(string answer)
    {
        var script = folder.Write("trainer", $"#!/bin/sh\necho \"$1\" >> '{folder["asked"]}'\n{answer}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new TrainerDevices(new TrainerLocator(Options.Create(new TrainerOptions { TrainerPath = script })), TimeProvider.System);
    }
}
