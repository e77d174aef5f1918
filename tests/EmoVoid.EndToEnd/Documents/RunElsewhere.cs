using System.Text.RegularExpressions;

namespace EmoVoid.EndToEnd.Documents;

/// <summary>A documented command that is not run here, since it takes a machine, minutes or a network of its own.</summary>
/// <param name="Command">A regular expression for its beginning.</param>
/// <param name="Where">The test or script that runs it.</param>
/// <param name="Words">What stands in that file because it runs this very command; none: the command's own plain words.</param>
internal sealed partial record RunElsewhere(string Command, string Where, params string[] Words)
{
    public static IReadOnlyList<RunElsewhere> All { get; } =
    [
        new(@"dotnet run --project src/EmoVoid\.Daemon -- demo", "tests/EmoVoid.EndToEnd/CommandTests.cs", "[\"demo\"]", "The_demo_learns"),
        new(@"dotnet run --project src/EmoVoid\.Daemon -- --state", "tests/EmoVoid.EndToEnd/Harness/DaemonRunner.cs", "\"--state\"", "Binaries.Daemon"),
        new(@"(sudo )?emovoidd models get", "tests/EmoVoid.EndToEnd/Models/GetModelsTests.cs", "\"models\", \"get\"", "--agree-noncommercial"),
        new(@"emovoidd rerun", "tests/EmoVoid.EndToEnd/ValidationTests.cs", "[\"rerun\"", "receipt.json"),
        new(@"emovoidd group", "tests/EmoVoid.EndToEnd/SweepTests.cs", "Says(\"group\", \"show\"", "Says(\"group\", \"pause\""),
        new(@"emovoidd cancel zenigata-rank8-seed3", "tests/EmoVoid.EndToEnd/RemoteCommandTests.cs", "\"cancel\""),
        new(@"curl -s '?localhost:8787/api/v1/(groups/|runs\?group=)", "tests/EmoVoid.EndToEnd/SweepTests.cs", "/groups/", "runs?group="),
        new(@"emovoidd advise ", "tests/EmoVoid.EndToEnd/LogAdviceTests.cs", "[\"advise\", file", "\"--stop-loss\"", "\"--json\""),
        new(@"curl -s localhost:8787/api/v1/recommendations/from-log", "tests/EmoVoid.EndToEnd/LogAdviceTests.cs", "from-log"),
        new(@"packaging/build\.sh (cpu|cuda|none)", "packaging/build.sh", "[cpu|cuda|none]"),
        new(@"(sudo )?cp -r my-pictures /var/lib/emovoid/inbox", "packaging/test-install.sh", "cp -r", "/var/lib/emovoid/inbox/"),
        new(@"sudo \S+/(un)?install\.sh", "packaging/test-install.sh", "/install.sh", "/usr/lib/emovoid/uninstall.sh"),
        new(@"tests/right-advice", "tests/EmoVoid.Benchmarks.Tests/RightAdvice/SmokeTests.cs", "RightAdviceRun.Run", "\"--smoke\"", "\"--out\""),
        new(@"(sudo )?(apt|dpkg|systemctl|journalctl|tar|install|usermod) ", "packaging/test-install.sh"),
        new(@"dotnet test EmoVoid\.Daemon\.sln", ".ci/run", "dotnet test EmoVoid.Daemon.sln"),
        new(@"EMOVOID_UPDATE_OPENAPI=1", "tests/EmoVoid.EndToEnd/OpenApiTests.cs", "\"EMOVOID_UPDATE_OPENAPI\""),
        new(@"EMOVOID_UPDATE_DOCS=1", "tests/EmoVoid.Contracts.Tests/Documents/DocumentedTablesTests.cs", "\"EMOVOID_UPDATE_DOCS\""),
        new(@"tests/golden ", "tests/EmoVoid.Goldens.Tests/CommandTests.cs", "goldens"),
        new(@"tests/fullsize ", "tests/EmoVoid.Benchmarks.Tests/FullSize/FullSizeTests.cs", "\"--device\"", "\"--checkpointing\"", "\"--swap\""),
        new(@"dotnet run -c Release --project tests/EmoVoid\.Benchmarks -- optimizer", "tests/EmoVoid.Benchmarks.Tests/Optimizers/OptimizerReportTests.cs", "-- optimizer", "OptimizerStepReport.Print"),
    ];

    public bool Is(string command) => Regex.IsMatch(command, $"^{Command}");

    /// <summary>What the file has to have for a command.</summary>
    public IEnumerable<string> WordsOf(string command) => Words.Length > 0 ? Words : PlainWord().Matches(command).Select(word => word.Value).Where(word => word != "sudo");

    [GeneratedRegex("(?<= |^)[a-z]+(?= |$)")]
    private static partial Regex PlainWord();
}
