using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmoVoid.Core.Outputs;

/// <summary>How results are written: snake_case, for people and programs.</summary>
internal static class OutputJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        // Names and captions of any script stay readable; the file is never put into a page as it is.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
