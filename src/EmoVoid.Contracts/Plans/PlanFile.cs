using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EmoVoid.Contracts.Plans;

/// <summary>Plans as files.</summary>
internal static class PlanFile
{
    /// <param name="kind">What it should be, for messages.</param>
    /// <exception cref="InvalidDataException">The file is no such plan, or one of another format.</exception>
    public static TPlan Read<TPlan>(string path, JsonTypeInfo<TPlan> type, string kind, Func<TPlan, int> format, int readable)
        where TPlan : class
    {
        TPlan? plan;
        try
        {
            plan = JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a {kind}: {e.Message}", e);
        }

        if (plan is null || format(plan) != readable)
            throw new InvalidDataException($"{path} is a {kind} of format {(plan is null ? "none" : format(plan).ToString(CultureInfo.InvariantCulture))}; this trainer reads format {readable}");
        return plan;
    }

    public static void Write<TPlan>(string path, TPlan plan, JsonTypeInfo<TPlan> type) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(plan, type));
}
