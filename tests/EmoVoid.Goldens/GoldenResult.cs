namespace EmoVoid.Goldens;

/// <summary>One measured number beside what is allowed.</summary>
/// <param name="Name">What was measured, without the file's name: <c>velocity rel_l2</c>.</param>
/// <param name="Error">0 is exact; not a number when nothing could be measured.</param>
/// <param name="Tolerance">The largest error that counts as equal.</param>
/// <param name="Problem">Why nothing could be measured, or null.</param>
public sealed record GoldenResult(string Name, double Error, double Tolerance, string? Problem = null)
{
    /// <summary>An error that is not a number is not within any tolerance.</summary>
    public bool Ok => Problem is null && Error <= Tolerance;

    public static GoldenResult Broken(string problem) => new("not measured", double.NaN, 0, problem);
}
