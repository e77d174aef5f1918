using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Documents;

/// <summary>The commands of README and docs, typed one after the other, as they stand there, at a daemon that trains.</summary>
public class ConsoleTests
{
    private static readonly string[] RunHere = ["curl ", "emovoidd ", "cp "];

    /// <summary>They go on until somebody ends them: it is enough that they do not end by themselves.</summary>
    private static readonly string[] Endless = ["emovoidd watch", "emovoidd log zenigata -f", "curl -sN "];

    /// <summary>The daemon must not run.</summary>
    private static readonly string[] AtTheEnd = ["emovoidd restore"];

    /// <summary>The other README's are the same, as another test says.</summary>
    private static readonly IReadOnlyList<string> Commands =
        [.. Testing.Documents.All.Where(document => document.Name != "README.ja.md").SelectMany(document => document.Blocks)
            .Where(block => block.Language == "console").SelectMany(Testing.Documents.CommandsIn).Distinct()];

    [Fact]
    public void Every_command_is_run_here_or_is_named_with_the_test_or_script_that_runs_it() =>
        Assert.DoesNotContain(Commands, command => !RunHere.Any(command.StartsWith) && !RunElsewhere.All.Any(elsewhere => elsewhere.Is(command)));

    [Fact]
    public void What_is_run_elsewhere_is_documented_and_that_file_has_its_words()
    {
        Assert.Empty(RunElsewhere.All.Where(elsewhere => !Commands.Any(elsewhere.Is)).Select(elsewhere => $"{elsewhere.Command}: no document has it"));
        Assert.Empty(
            from elsewhere in RunElsewhere.All
            let path = Repository.Path(elsewhere.Where)
            let text = File.Exists(path) ? File.ReadAllText(path) : ""
            from word in Commands.Where(elsewhere.Is).SelectMany(elsewhere.WordsOf).Distinct()
            where !text.Contains(word, StringComparison.Ordinal)
            select $"{elsewhere.Where} has no {word}");
    }

    [Fact]
    public async Task Every_other_command_does_what_it_says()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed (apt-get install)");
        var typed = Commands.Where(command => !RunElsewhere.All.Any(elsewhere => elsewhere.Is(command))).ToList();
        await using var terminal = await Terminal.Open();
        foreach (var command in typed.Except(AtTheEnd))
            await terminal.Type(command, isEndless: Endless.Any(command.StartsWith));
        await terminal.EndTheDaemon();
        foreach (var command in typed.Intersect(AtTheEnd))
            await terminal.Type(command, isEndless: false);
        Assert.NotEmpty(Directory.GetFiles(terminal.Folder, "*zenigata*.safetensors")); // fetched by a documented curl
    }
}
