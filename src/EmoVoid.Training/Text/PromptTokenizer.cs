using EmoVoid.Contracts.Plans;

namespace EmoVoid.Training.Text;

/// <summary>Turns captions into the ids that the text encoder and the LLM adapter take.</summary>
/// <remarks>Source: kohya-ss/sd-scripts, <c>strategy_anima.py</c>: both at most 512 ids, right-padded.</remarks>
public sealed class PromptTokenizer(Qwen3Tokenizer qwen, T5Tokenizer t5)
{
    public Qwen3Tokenizer Qwen { get; } = qwen;
    public T5Tokenizer T5 { get; } = t5;

    /// <param name="folder">Holds <c>qwen3/</c> and <c>t5/</c>.</param>
    /// <inheritdoc cref="Load(string, string)"/>
    public static PromptTokenizer Load(string folder) => Load(Path.Combine(folder, "qwen3"), Path.Combine(folder, "t5"));

    /// <inheritdoc cref="Load(string, string)"/>
    public static PromptTokenizer Load(ModelPlan model) => Load(model.PathOfQwen3Tokenizer, model.PathOfT5Tokenizer);

    /// <summary>Loads each tokenizer from its folder or file.</summary>
    /// <exception cref="InvalidDataException">Files are missing or damaged; one message names all of them.</exception>
    public static PromptTokenizer Load(string qwenPath, string t5Path)
    {
        var problems = new List<string>();
        var qwen = Try(() => Qwen3Tokenizer.Load(qwenPath), problems);
        var t5 = Try(() => T5Tokenizer.Load(t5Path), problems);
        return problems.Count == 0 ? new PromptTokenizer(qwen!, t5!) : throw new InvalidDataException(string.Join("\n", problems));
    }

    public PromptTokens Encode(string caption)
    {
        const int length = PromptTokens.Length;
        var qwenIds = Qwen.Encode(caption);
        var t5Ids = T5.Encode(caption);
        return new PromptTokens(
            Row(qwenIds.Take(length), Qwen.PaddingId),
            Math.Min(qwenIds.Count, length),
            Row(t5Ids.Count <= length ? t5Ids : t5Ids.Take(length - 1).Append(T5Tokenizer.EndId), T5Tokenizer.PaddingId),
            Math.Min(t5Ids.Count, length),
            QwenDropped: Math.Max(0, qwenIds.Count - length),
            T5Dropped: Math.Max(0, t5Ids.Count - length));
    }

    private static long[] Row(IEnumerable<int> ids, int padding)
    {
        var row = ids.Select(id => (long)id).ToList();
        row.AddRange(Enumerable.Repeat((long)padding, PromptTokens.Length - row.Count));
        return [.. row];
    }

    private static T? Try<T>(Func<T> load, List<string> problems)
        where T : class
    {
        try
        {
            return load();
        }
        catch (InvalidDataException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }
}
