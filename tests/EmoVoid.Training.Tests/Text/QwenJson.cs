using System.Text.Json;

namespace EmoVoid.Training.Tests.Text;

/// <summary>Writes vocab.json and merges.txt as the one tokenizer.json that Hugging Face makes of them.</summary>
internal static class QwenJson
{
    private static readonly string[] Special =
    [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
        "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>",
        "<|file_sep|>", "<tool_response>", "</tool_response>", "<think>", "</think>",
    ];

    /// <param name="folder">Holds <c>vocab.json</c> and <c>merges.txt</c>.</param>
    /// <param name="pairsAsArrays">As newer files have them; else two tokens and a space.</param>
    public static string Write(string path, string folder, bool pairsAsArrays = false)
    {
        var vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(Path.Combine(folder, "vocab.json")))!;
        var merges = File.ReadLines(Path.Combine(folder, "merges.txt")).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal));
        var first = vocabulary.Values.Max() + 1;
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["version"] = "1.0",
            ["added_tokens"] = Special.Select((content, i) => new { id = first + i, content, special = true }),
            ["model"] = new { type = "BPE", vocab = vocabulary, merges = merges.Select(line => pairsAsArrays ? (object)line.Split(' ') : line) },
        }));
        return path;
    }
}
