using EmoVoid.Contracts.Inspection;

namespace EmoVoid.EndToEnd.Trainer;

public sealed class InspectTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    [Fact]
    public async Task Each_path_is_answered_before_the_next_is_asked()
    {
        using var trainer = TrainerProgram.Start("inspect");
        var broken = fixture.Folder.Write("broken.png", "this is no picture");
        Assert.Equal(new ImageInspection(Picture, 96, 64, null), await Ask(trainer, Picture));
        Assert.NotNull((await Ask(trainer, broken))!.Problem);
        Assert.Equal("there is no such file", (await Ask(trainer, "/nowhere/at all.png"))!.Problem);
        Assert.Equal(new ImageInspection(Picture, 96, 64, null), await Ask(trainer, Picture));

        trainer.Input.Close();
        Assert.Equal(0, (int)await trainer.End());
        Assert.Empty(trainer.OtherLines);
    }

    [Fact]
    public async Task Libtorch_is_not_loaded_for_it()
    {
        using var trainer = TrainerProgram.Start("inspect");
        await Ask(trainer, Picture);
        var loaded = await File.ReadAllTextAsync($"/proc/{trainer.Id}/maps");
        Assert.Contains("libvips", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", loaded, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("LibTorchSharp", loaded, StringComparison.OrdinalIgnoreCase);
        trainer.Input.Close();
        await trainer.End();
    }

    private string Picture => fixture.Folder["dataset", "b.png"];

    private static async Task<ImageInspection?> Ask(TrainerProgram trainer, string path)
    {
        await trainer.Input.WriteLineAsync(path);
        await trainer.Input.FlushAsync();
        return ImageInspection.TryParse(await trainer.ReadLine() ?? "");
    }
}
