using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Hostile;

internal enum Verdict
{
    /// <summary>It becomes a run; what is said is among its notes.</summary>
    Accepted,

    /// <summary>It goes to <c>failed/</c>; what is said is among the reasons.</summary>
    Rejected,

    /// <summary>It stays in the inbox; what is said is why.</summary>
    Waits,

    /// <summary>It stays in the inbox as if it were not there.</summary>
    PassedOver,
}

/// <summary>Something that is put into the inbox.</summary>
/// <param name="Case">What is hostile about it.</param>
/// <param name="Name">As the daemon shows it.</param>
/// <param name="Says">A part of what is said; empty: anything.</param>
/// <param name="Make">Makes the entry in a folder that holds nothing else.</param>
internal sealed record HostileFolder(string Case, string Name, Verdict Verdict, string Says, Func<string, Task> Make)
{
    public const string Sidecar = "train.steps = 5\ntrain.resolution = 64\nsample.count = 0\n";

    /// <summary>A good folder, and then what spoils it.</summary>
    /// <param name="spoil">Given the folder's path.</param>
    public static HostileFolder Good(string @case, string name, Verdict verdict, string says, Action<string> spoil) => Good(@case, name, verdict, says, folder =>
    {
        spoil(folder);
        return Task.CompletedTask;
    });

    public static HostileFolder Good(string @case, string name, Verdict verdict, string says, Func<string, Task> spoil) => new(@case, name, verdict, says, async parent =>
    {
        var folder = Path.Combine(parent, name);
        Pictures.WriteDataset(folder, 1, Sidecar);
        await spoil(folder);
    });

    /// <summary>A good folder, but for the bytes of one file in it.</summary>
    public static HostileFolder With(string @case, string name, Verdict verdict, string says, string file, byte[] bytes) =>
        Good(@case, name, verdict, says, folder => File.WriteAllBytes(Path.Combine(folder, file), bytes));

    /// <summary>A good folder, and then a shell's work in it.</summary>
    public static HostileFolder Shell(string @case, string name, Verdict verdict, string says, string script) => Good(@case, name, verdict, says, folder => Run(folder, script));

    /// <summary>Runs a script in a folder, with the arguments <c>$1</c>, <c>$2</c>, …; a test that cannot make its case is no test of it.</summary>
    /// <returns>What it says.</returns>
    public static async Task<string> Run(string folder, string script, params string[] arguments)
    {
        var result = await Programs.Run("/bin/sh", ["-ec", $"cd \"$0\"; {script}", folder, .. arguments], environment: new() { ["LC_ALL"] = "C" });
        Assert.True(result.ExitCode == 0, $"{script}: {result.Error}");
        return result.Output;
    }
}
