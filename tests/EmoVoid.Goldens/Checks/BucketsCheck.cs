using System.Text.Json;
using EmoVoid.Training.Data.Buckets;

namespace EmoVoid.Goldens.Checks;

/// <summary>Picture sizes against the bucket and the resized size that kohya's scripts give them; both must be equal.</summary>
internal sealed class BucketsCheck : IGoldenCheck
{
    public string Kind => "buckets";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var rows = file.ReadJson().EnumerateArray().ToList();
        var wrong = rows.Where(row => Fit(row) != Expected(row)).ToList();
        var problem = wrong.Count == 0 ? null : $"the first: {wrong[0]} came out as {Fit(wrong[0])}";
        yield return new GoldenResult($"sizes that differ, of {rows.Count}", wrong.Count, 0, problem);
    }

    private static BucketFit Fit(JsonElement row)
    {
        var settings = new BucketSettings(Int(row, "resolution"), Int(row, "min"), Int(row, "max"), Int(row, "step"), row.GetProperty("no_upscale").GetBoolean());
        return new Bucketing(settings).Fit(new ImageSize(Int(row, "width"), Int(row, "height")));
    }

    private static BucketFit Expected(JsonElement row) => new(Size(row, "bucket"), Size(row, "resized"));

    private static ImageSize Size(JsonElement row, string name) => new(row.GetProperty(name)[0].GetInt32(), row.GetProperty(name)[1].GetInt32());

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();
}
