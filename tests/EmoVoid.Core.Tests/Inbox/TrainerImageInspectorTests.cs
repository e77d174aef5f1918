using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Trainers;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>The trainer's side is a shell script here: a real process that answers, dies or leaves, as the file's name says.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TrainerImageInspectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_file_gets_its_answer_in_order_whatever_else_is_printed()
    {
        var files = Enumerable.Range(1, 3000).Select(i => $"/data/a rather long name of a picture, number {i}.png").ToList();
        var answers = await InspectAsync(files);
        Assert.Equal(files, answers.Select(answer => answer.File));
        Assert.All(answers, answer => Assert.Equal((640, 480, null), (answer.Width, answer.Height, answer.Problem)));
    }

    [Fact]
    public async Task A_file_that_kills_the_process_is_named_and_the_rest_is_looked_at_by_another()
    {
        var answers = await InspectAsync(["/1.png", "/crash.png", "/2.png", "/crash-too.png"]);
        Assert.Equal([null, "it breaks the image decoder", null, "it breaks the image decoder"], answers.Select(answer => answer.Problem));
    }

    [Fact]
    public async Task A_process_that_is_killed_once_is_no_fault_of_the_picture_it_was_at()
    {
        var answers = await InspectAsync(["/1.png", "/killed-once.png", "/2.png", "/crash.png"]);
        Assert.Equal([null, null, null, "it breaks the image decoder"], answers.Select(answer => answer.Problem));
    }

    [Fact]
    public async Task A_trainer_that_leaves_by_itself_is_no_fault_of_the_pictures()
    {
        var error = await Assert.ThrowsAsync<InspectionException>(() => InspectAsync(["/1.png", "/leave.png"]));
        Assert.Equal("The trainer cannot look at images: it left with exit code 3. no libvips", error.Message);
    }

    [Fact]
    public async Task A_trainer_that_is_not_there_is_said_with_the_place_and_the_setting()
    {
        var error = await Assert.ThrowsAsync<TrainerNotFoundException>(() => Inspector(folder["nothing"]).InspectAsync(["/1.png"], CancellationToken.None));
        Assert.Contains(folder["nothing"], error.Message, StringComparison.Ordinal);
        Assert.Contains("EmoVoid:TrainerPath", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trainer_is_found_beside_a_published_daemon_and_beside_a_built_one()
    {
        var none = Options.Create(new TrainerOptions());
        var built = folder.Write("bin/EmoVoid.Trainer/debug/EmoVoid.Trainer", "");
        Assert.Equal(built, new TrainerLocator(none, folder["bin", "EmoVoid.Daemon", "debug"] + "/").Find());
        var published = folder.Write("bin/EmoVoid.Daemon/debug/trainer/EmoVoid.Trainer", "");
        Assert.Equal(published, new TrainerLocator(none, folder["bin", "EmoVoid.Daemon", "debug"] + "/").Find());
    }

    private Task<IReadOnlyList<Contracts.Inspection.ImageInspection>> InspectAsync(IReadOnlyList<string> files)
    {
        var script = folder.Write("trainer", $$"""
            #!/bin/sh
            [ "$1" = inspect ] || exit 2
            echo "a native library says hello"
            while IFS= read -r file; do
                case "$file" in
                    */crash*) kill -SEGV $$ ;;
                    */killed-once*) [ -e '{{folder["mark"]}}' ] || { touch '{{folder["mark"]}}'; kill -KILL $$; } ;;
                    */leave*) echo "no libvips" >&2; exit 3 ;;
                esac
                printf '{"file":"%s","width":640,"height":480,"problem":null}\n' "$file"
            done
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Inspector(script).InspectAsync(files, TestContext.Current.CancellationToken);
    }

    private static TrainerImageInspector Inspector(string program) => new(
        new TrainerLocator(Options.Create(new TrainerOptions { TrainerPath = program })), TimeProvider.System, NullLogger<TrainerImageInspector>.Instance);
}
