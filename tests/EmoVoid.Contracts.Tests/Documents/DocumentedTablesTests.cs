using System.Text.RegularExpressions;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Contracts.Tests.Memory;
using EmoVoid.Testing;

namespace EmoVoid.Contracts.Tests.Documents;

/// <summary>Tables in documents that the program could print: they are what it says.</summary>
public class DocumentedTablesTests
{
    private const string Update = "EMOVOID_UPDATE_DOCS";

    private const int Gigabyte = 1_000_000_000;

    private static readonly int[] Free = [4, 5, 6, 8, 12, 16, 24], Resolutions = [512, 768, 1024];

    [Fact]
    public void The_keys_of_the_sidecar_are_documented_as_they_are() => Holds("docs/sidecar.md", "keys", Keys());

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ja.md")]
    [InlineData("docs/models.md")]
    public void The_modes_for_little_memory_are_those_that_would_be_chosen(string file) =>
        Holds(file, "memory", Chosen(file == "README.ja.md" ? "空きメモリ" : "free"));

    [Fact]
    public void The_memory_of_each_mode_is_the_estimate() => Holds("docs/models.md", "modes", Modes());

    private static IEnumerable<string> Keys() =>
    [
        "| key | may be | default | |", "|---|---|---|---|",
        .. SidecarSchema.Keys.Select(key => $"| `{key.Name}` | {key.Expected} | {key.Default} | {key.Doc} |"),
    ];

    private static IEnumerable<string> Chosen(string free) =>
    [
        Row([free, .. Resolutions.Select(side => $"{side} × {side}")]), Row([.. Enumerable.Repeat("---", Resolutions.Length + 1)]),
        .. Free.Select(gigabytes => Row([$"{gigabytes} GB", .. Resolutions.Select(side => Choice(side, gigabytes))])),
    ];

    private static string Choice(int side, long gigabytes)
    {
        var choice = MemoryChoice.Make(Anima.FullSize, Anima.Step(Anima.FullSize, side), new MemoryPlan(), new DeviceRoom(IsGpu: true, gigabytes * Gigabyte));
        return choice.Fits ? $"{choice.Mode}: {MemoryChoice.Gigabytes(choice.Estimate.Total)}" : "—";
    }

    private static IEnumerable<string> Modes() =>
    [
        Row(["mode", .. Resolutions.Select(side => $"{side} × {side}"), "in the host's memory"]), Row([.. Enumerable.Repeat("---", Resolutions.Length + 2)]),
        .. from mode in new MemoryMode[]
           {
               new(), new(GradientCheckpointing: true), new(GradientCheckpointing: true, BlocksToSwap: 22), new(GradientCheckpointing: true, BlocksToSwap: 26),
               new(BaseWeights.Int8, GradientCheckpointing: true), new(BaseWeights.Int8, GradientCheckpointing: true, BlocksToSwap: 26),
           }
           let estimates = Resolutions.Select(side => MemoryEstimate.Of(Anima.FullSize, Anima.Step(Anima.FullSize, side), mode, onGpu: true)).ToList()
           select Row([mode.ToString(), .. estimates.Select(estimate => MemoryChoice.Gigabytes(estimate.Total)), MemoryChoice.Gigabytes(estimates[0].HostWeights)]),
    ];

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static void Holds(string file, string name, IEnumerable<string> table)
    {
        var path = Repository.Path(file);
        var text = File.ReadAllText(path);
        var place = new Regex($"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", RegexOptions.Singleline);
        Assert.True(place.IsMatch(text), $"{file} has no place for the table '{name}'");
        var right = place.Replace(text, _ => string.Join('\n', table) + "\n", 1);
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(path, right);
        Assert.True(File.ReadAllText(path) == right, $"The table '{name}' in {file} is not what the program says. When that is meant: {Update}=1 dotnet test tests/EmoVoid.Contracts.Tests --filter DocumentedTables, and commit.");
    }
}
