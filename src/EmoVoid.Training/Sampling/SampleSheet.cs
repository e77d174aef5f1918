using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>From latents to a contact sheet on the disk.</summary>
internal static class SampleSheet
{
    /// <param name="columns">Each with a latent (1, C, h, w) for each prompt.</param>
    public static void Write(
        string file, string title, ModelPlan model, SampleSettings settings, IReadOnlyList<(SheetColumn Column, IReadOnlyList<Tensor> Latents)> columns, Device device)
    {
        using var vae = QwenImageVae.Load(model.Vae, Placements.ForVae(device));
        var inTiles = PictureDecoder.InTiles(settings.VaeTiles, vae.Sizes, settings.Width, settings.Height, device);
        var decoder = new PictureDecoder(vae, inTiles);
        var rows = settings.Prompts.Select((prompt, i) => new SheetRow(prompt, [.. columns.Select(column => decoder.Decode(column.Latents[i]))]));
        SheetRenderer.Write(new ContactSheet(title, Details(model, settings, inTiles), [.. columns.Select(column => column.Column)], [.. rows]), file);
    }

    private static string Details(ModelPlan model, SampleSettings settings, bool inTiles)
    {
        var zoom = ContactSheet.ZoomOf(settings.Width);
        var size = $"{settings.Width} × {settings.Height} pixels{(zoom > 1 ? $", shown {zoom} times as large" : "")}{(inTiles ? ", decoded in tiles" : "")}";
        List<string> details =
        [
            model.Name, Invariant($"{settings.Steps} steps"), Invariant($"guidance {settings.Guidance}"), Invariant($"seed {settings.Seed}"), size,
        ];
        if (settings.Negative.Length > 0)
            details.Add("negative: " + settings.Negative);
        return string.Join(" · ", details);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
