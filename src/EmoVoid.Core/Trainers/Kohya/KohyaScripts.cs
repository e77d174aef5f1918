using System.Globalization;
using System.Text.RegularExpressions;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>The files of kohya-ss/sd-scripts, and of the EmoVoid optimizer that was put into them.</summary>
public sealed partial class KohyaScripts(IOptions<KohyaOptions> options, StateFolder state)
{
    /// <summary>What reads the plan's counterpart, our arguments.</summary>
    public const string TrainingScript = "anima_train_network.py";

    private const string Network = "networks/lora_anima.py", Optimizer = "optimizer/emovoid.py";

    /// <summary>Before it, the loss is lost where an optimizer is called with a closure, as accelerate does, and the light stays dark.</summary>
    private static readonly Version OldestEmoVoid = new(3, 9);

    /// <summary>Null when none are configured.</summary>
    public string? Folder => string.IsNullOrWhiteSpace(options.Value.Scripts) ? null : Path.GetFullPath(options.Value.Scripts, state.Root);

    public string Script => Path.Combine(Folder ?? "", TrainingScript);

    public string Python => options.Value.Python is { Length: > 0 } python ? Path.GetFullPath(python, state.Root) : Path.Combine(Folder ?? "", "venv", "bin", "python");

    /// <summary>What is missing or too old, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Folder is not { } folder)
            yield return "No kohya scripts are configured. Set EmoVoid:Kohya:Scripts to the folder of sd-scripts, or take train.trainer = \"emovoid\".";
        else if (!Directory.Exists(folder))
            yield return $"EmoVoid:Kohya:Scripts is '{folder}', and there is no such folder.";
        else
        {
            var missing = new[] { TrainingScript, Network }.Where(file => !File.Exists(Path.Combine(folder, file))).ToList();
            if (missing.Count > 0)
                yield return $"The scripts in {folder} cannot train Anima: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. Get sd-scripts v0.10 or later.";
            if (OptimizerProblem(folder) is { } problem)
                yield return problem;
            if (!File.Exists(Python))
                yield return $"There is no Python at {Python}. Install the scripts' virtual environment there, or set EmoVoid:Kohya:Python.";
        }
    }

    /// <summary>The optimizer's version as its file says it, <c>3.9.1</c>; null when there is no file or it says none.</summary>
    public string? EmoVoidVersion()
    {
        try
        {
            using var reader = new StreamReader(Path.Combine(Folder ?? "", Optimizer));
            var beginning = new char[4096];
            return Version().Match(new string(beginning, 0, reader.ReadBlock(beginning))) is { Success: true } match ? match.Groups["version"].Value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The commit that is checked out, shortened; null when the folder is no clone.</summary>
    public string? Commit()
    {
        try
        {
            var git = Path.Combine(Folder ?? "", ".git");
            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            var hash = head.StartsWith("ref: ", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(git, head["ref: ".Length..])).Trim() : head;
            return hash.Length >= 8 ? hash[..8] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? OptimizerProblem(string folder)
    {
        var path = Path.Combine(folder, Optimizer);
        const string Get = "Put the folder optimizer of muooon/EmoSens, v3.9 or later, into the scripts' folder.";
        if (!File.Exists(path))
            return $"The EmoVoid optimizer is missing: there is no {path}. {Get}";
        if (EmoVoidVersion() is not { } found)
            return $"{path} does not say which version of EmoVoid it is. {Get}";
        return System.Version.Parse(found) < OldestEmoVoid
            ? string.Create(CultureInfo.InvariantCulture, $"{path} is EmoVoid {found}, which does not get the loss in these scripts: its light never comes on. {Get}")
            : null;
    }

    [GeneratedRegex(@"EmoVoid v(?<version>[0-9]{1,5}(\.[0-9]{1,5}){1,3})")]
    private static partial Regex Version();
}
