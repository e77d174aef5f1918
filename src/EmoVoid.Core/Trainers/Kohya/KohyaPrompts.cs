using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>The prompts of the sample pictures while training, as kohya's <c>--sample_prompts</c> reads them.</summary>
internal static class KohyaPrompts
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static void Write(SampleSettings settings, string path) => File.WriteAllText(path, new JsonArray([.. settings.Prompts.Select(prompt => new JsonObject
    {
        ["prompt"] = prompt,
        ["negative_prompt"] = settings.Negative,
        ["width"] = settings.Width,
        ["height"] = settings.Height,
        ["sample_steps"] = settings.Steps,
        ["scale"] = settings.Guidance,
        ["seed"] = settings.Seed,
    })]).ToJsonString(Plain));
}
