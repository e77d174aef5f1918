using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Which pictures of a folder are held out of its training, and what is measured of them and of the others.</summary>
/// <remarks>
/// Pictures are drawn by the SHA-256 of purpose, seed and name, the smallest first: the choice is the seed's, and a picture more or less in the folder
/// changes little of it. Copies of one file are on one side: a held-out picture whose copy is trained would tell nothing.
/// </remarks>
public sealed record HeldOutImages
{
    /// <summary>Of one or none nothing can be learned.</summary>
    public const int FewestTrained = 2;

    private const int FewestPairs = 2;

    /// <summary>The files that are held out, in the order in which they are measured.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What chose them, and chooses the trained pictures that are measured.</summary>
    public required long Seed { get; init; }

    /// <summary>Those of them that nobody named and that are held out as copies of others.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>What was named and is no picture of the folder.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <param name="repeated">Files that are the same picture.</param>
    public static HeldOutImages Of(DatasetFolder folder, Sidecar sidecar, IReadOnlyList<IReadOnlyList<string>> repeated)
    {
        var files = folder.Images.Select(image => image.File).ToList();
        return sidecar.ValidationFiles is { } named ? Named(files, [.. named.Distinct(StringComparer.Ordinal)], repeated, sidecar.Seed)
            : new HeldOutImages { Files = Drawn(files, (int)Math.Round(ShareOf(sidecar, files.Count) * files.Count, MidpointRounding.AwayFromZero), repeated, sidecar.Seed), Seed = sidecar.Seed };
    }

    /// <summary>How many pictures are trained; at least one, also where the folder is rejected because none is left, so that the other rules have their say.</summary>
    public int Others(DatasetFolder folder) => Math.Max(1, folder.Images.Count - Files.Count);

    /// <summary>The share that is asked for, or that is taken without asking.</summary>
    public static double ShareOf(Sidecar sidecar, int images) =>
        sidecar.ValidationShare ?? (images >= ValidationKeys.FromImages && !sidecar.IsForKohya ? ValidationKeys.DefaultShare : 0);

    /// <summary>What is measured at the checkpoints; null when it is turned off, when the trainer cannot, or when the run is too short to measure trained pictures alone.</summary>
    /// <param name="images">All of the folder's.</param>
    /// <param name="train">Of the pictures that are trained.</param>
    public ValidationPlan? Plan(IReadOnlyList<CaptionedImage> images, Sidecar sidecar, TrainPlan train)
    {
        if (sidecar.IsForKohya || (sidecar.ValidationShare == 0 && Files.Count == 0))
            return null;
        var (passes, named) = (ValidationCost.PassesOf(train), images.ToDictionary(image => image.File));
        var trained = Shuffled(named.Keys.Except(Files), "measured", Seed);
        if (Files.Count == 0)
            return passes < FewestPairs || trained.Count == 0 ? null : new ValidationPlan([], [.. trained.Take(passes)], passes);
        return new ValidationPlan([.. Files.Select(file => named[file])], [.. trained.Take(Files.Count)], Math.Max(1, passes / 2));
    }

    private static HeldOutImages Named(List<string> files, IReadOnlyList<string> named, IReadOnlyList<IReadOnlyList<string>> repeated, long seed)
    {
        var known = named.Intersect(files, StringComparer.Ordinal).ToList();
        var copies = repeated.Where(same => same.Any(known.Contains)).SelectMany(same => same).Except(known).ToList();
        return new HeldOutImages { Files = Shuffled(known.Concat(copies), "held out", seed), Seed = seed, Copies = copies, Unknown = [.. named.Except(files, StringComparer.Ordinal)] };
    }

    private static List<string> Drawn(List<string> files, int wanted, IReadOnlyList<IReadOnlyList<string>> repeated, long seed)
    {
        var copies = repeated.SelectMany(same => same.Select(file => (File: file, Same: same))).ToDictionary(one => one.File, one => one.Same);
        var drawn = new List<string>();
        foreach (var file in Shuffled(files, "held out", seed).Where(file => !copies.TryGetValue(file, out var same) || same[0] == file))
        {
            var together = copies.GetValueOrDefault(file) ?? [file];
            if (drawn.Count + together.Count <= wanted)
                drawn.AddRange(together);
        }

        return drawn;
    }

    private static List<string> Shuffled(IEnumerable<string> files, string purpose, long seed) =>
        [.. files.OrderBy(file => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose}\n{seed}\n{file}")))), StringComparer.Ordinal)];
}
