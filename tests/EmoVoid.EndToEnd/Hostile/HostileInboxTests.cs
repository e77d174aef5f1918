using System.Runtime.Versioning;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Hostile;

/// <summary>Whatever is put into the inbox gets the verdict that is stated for it, keeps every byte, and does not keep the next folder from its own.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileInboxTests(HostileInbox inbox) : IClassFixture<HostileInbox>
{
    public static TheoryData<string> Folders => [.. HostileFolders.All.Select(one => one.Case)];

    public static TheoryData<string> PictureNames => [.. HostilePicture.All.Select(picture => picture.Name)];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_hostile_folder_gets_its_verdict_and_keeps_every_byte(string @case)
    {
        var one = HostileFolders.All.Single(folder => folder.Case == @case);
        switch (one.Verdict)
        {
            case Verdict.Accepted:
                Assert.True(IsRun(one.Name), WhatBecameOf(one));
                var run = inbox.Runs.List(limit: 1000).Single(run => run.Folder == one.Name);
                Assert.Contains(one.Says, string.Join('\n', inbox.Runs.Notes(run.Id)), StringComparison.Ordinal);
                Assert.Equal(inbox.Before[@case], await inbox.FingerprintOf(inbox.State.DatasetOf(run.Id)));
                break;
            case Verdict.Rejected:
                var failed = await RejectedAs(one);
                Assert.Contains(one.Says, await File.ReadAllTextAsync(failed + ".reasons.txt"), StringComparison.Ordinal);
                break;
            case Verdict.Waits:
                Assert.Contains(one.Says, Assert.Single(inbox.Watcher.Waiting, waits => waits.Name == one.Name).Why, StringComparison.Ordinal);
                Assert.Contains(inbox.Before[@case], inbox.StillThere);
                break;
            default:
                Assert.DoesNotContain(inbox.Watcher.Waiting, waits => waits.Name == one.Name);
                Assert.Contains(inbox.Before[@case], inbox.StillThere);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(PictureNames))]
    public void A_hostile_picture_gets_its_verdict(string name)
    {
        var picture = HostilePicture.All.Single(one => one.Name == name);
        if (picture.Bytes.Length == 0)
            return; // told from its size, without the decoder; see the folder of bad pictures
        var said = inbox.Inspections[name];
        if (picture.IsGood)
            Assert.Equal((picture.Verdict, null), ($"{said.Width}×{said.Height}", said.Problem));
        else
            Assert.Contains(picture.Verdict, said.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_of_bad_pictures_names_each_with_its_reason_and_no_good_one()
    {
        var reasons = await File.ReadAllTextAsync(Path.Combine(inbox.State.Failed, "p-bad.reasons.txt"));
        Assert.All(HostilePicture.All.Where(picture => !picture.IsGood), picture => Assert.Contains($"{picture.Name} (", reasons, StringComparison.Ordinal));
        Assert.DoesNotContain("00.png (", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_enough_cases_of_each_kind()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{HostileFolders.All.Count} folders, {HostilePicture.All.Count} pictures");
        Assert.InRange(HostileFolders.All.Count, 80, int.MaxValue);
        Assert.InRange(HostilePicture.All.Count, 80, int.MaxValue);
    }

    [Fact]
    public void Nothing_beside_the_state_folder_was_touched_and_nothing_went_wrong_in_the_daemon()
    {
        Assert.Equal(inbox.Stays.Before, inbox.Stays.After);
        Assert.Empty(inbox.Errors);
        Assert.Null(inbox.Watcher.Problem);
    }

    [Fact]
    public async Task A_good_folder_afterwards_is_accepted()
    {
        await inbox.Drop("good", parent => Dataset(parent, "good"));
        await Wait.Until(() => IsRun("good"), "the good folder to be accepted");
    }

    [Fact]
    public async Task A_folder_that_grows_while_it_is_looked_at_keeps_all_that_was_written()
    {
        await inbox.Drop("growing", parent => Dataset(parent, "growing"));
        var caption = Path.Combine(inbox.State.Inbox, "growing", "00.txt");
        var text = await File.ReadAllTextAsync(caption);
        for (var i = 0; i < 500 && Try(() => File.AppendAllText(caption, $" {i}")); i++)
            text += $" {i}";
        await Wait.Until(() => IsRun("growing"), "the growing folder to be accepted");
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(inbox.State.DatasetOf("growing"), "00.txt")));
    }

    [Fact]
    public async Task A_folder_whose_files_shrink_and_vanish_is_taken_as_it_is_in_the_end()
    {
        await inbox.Drop("shrinking", async parent =>
        {
            await Dataset(parent, "shrinking");
            for (var i = 1; i <= 20; i++)
                await Dataset(Path.Combine(parent, "shrinking"), $"{i}_part");
        });
        var folder = Path.Combine(inbox.State.Inbox, "shrinking");
        for (var i = 20; i > 1 && Try(() => Shrink(folder, i)); i--)
            Assert.False(IsRun("shrinking") && Directory.Exists(folder));
        await Wait.Until(() => IsRun("shrinking"), "the shrinking folder to be accepted");
        Assert.Equal(Directory.GetFiles(inbox.State.DatasetOf("shrinking"), "*.png", SearchOption.AllDirectories).Length, inbox.Runs.Get("shrinking").Images);
    }

    [Fact]
    public async Task A_folder_that_vanishes_is_forgotten()
    {
        await inbox.Drop("vanishing", parent => Dataset(parent, "vanishing"));
        await Wait.Until(() => inbox.Watcher.Waiting.Any(waits => waits.Name == "vanishing") || IsRun("vanishing"), "the folder to be seen");
        if (IsRun("vanishing"))
            return; // taken sooner than it could vanish
        var gone = Path.Combine(inbox.State.Root, "gone");
        Directory.Move(Path.Combine(inbox.State.Inbox, "vanishing"), gone);
        await Wait.Until(() => inbox.Watcher.Waiting.All(waits => waits.Name != "vanishing"), "the folder to be forgotten");
    }

    /// <summary>Two folders whose names differ only in what is cut off lie there with a number, in the order in which they were judged.</summary>
    private async Task<string> RejectedAs(HostileFolder one)
    {
        var begin = one.Name.Length > 60 ? one.Name[..60] : one.Name;
        foreach (var failed in Directory.GetDirectories(inbox.State.Failed, "*").Where(failed => Path.GetFileName(failed).StartsWith(begin, StringComparison.Ordinal)))
            if (await inbox.FingerprintOf(failed) == inbox.Before[one.Case])
                return failed;
        throw new InvalidOperationException($"{one.Name} does not lie in failed/ as it came");
    }

    private string WhatBecameOf(HostileFolder one) => string.Join('\n', inbox.Watcher.Waiting.Where(waits => waits.Name == one.Name).Select(waits => waits.Why)
        .Concat(Directory.GetFiles(inbox.State.Failed).Where(reasons => Path.GetFileName(reasons) == $"{one.Name}.reasons.txt").Select(File.ReadAllText)));

    private bool IsRun(string name) => inbox.Runs.List(limit: 1000).Any(run => run.Folder == name);

    private static Task Dataset(string parent, string name)
    {
        Pictures.WriteDataset(Path.Combine(parent, name), 1, HostileFolder.Sidecar);
        return Task.CompletedTask;
    }

    /// <summary>A picture goes with its caption, by one rename: at no moment does one of them lack.</summary>
    private void Shrink(string folder, int part)
    {
        File.WriteAllText(Path.Combine(folder, "00.txt"), new string('x', part));
        Directory.Move(Path.Combine(folder, $"{part}_part"), Path.Combine(inbox.State.Root, $"gone-{part}"));
    }

    /// <summary>False when the folder was taken meanwhile, so that its files are elsewhere.</summary>
    private static bool Try(Action change)
    {
        try
        {
            change();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
