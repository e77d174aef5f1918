using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Whether kohya's scripts can train here.</summary>
/// <param name="Problems">All that is missing, a sentence each.</param>
/// <param name="Devices">What they can train on; null when their Python does not say.</param>
public sealed record KohyaVerdict(IReadOnlyList<string> Problems, DeviceInspection? Devices);

/// <summary>Looks at the scripts' files, and asks their Python.</summary>
public sealed class KohyaCheck(KohyaScripts scripts, KohyaPython python)
{
    public async Task<KohyaVerdict> LookAsync(CancellationToken cancel)
    {
        var problems = scripts.Problems().ToList();
        if (scripts.Folder is null || !File.Exists(scripts.Python))
            return new KohyaVerdict(problems, null);
        var (answer, problem) = await python.AskAsync(scripts.Python, cancel);
        if (problem is not null)
            problems.Add(problem);
        if (answer is { Missing: { Count: > 0 } missing })
            problems.Add($"The scripts' Python {answer.Python} has no {string.Join(", ", missing)}. In {scripts.Folder}, run {scripts.Python} -m pip install -r requirements.txt.");
        return new KohyaVerdict(problems, answer is { Torch: not null } ? answer.ToInspection() : null);
    }
}
