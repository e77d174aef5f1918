using System.Text.RegularExpressions;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Why the scripts ended, from the last they wrote: Python's exit code says next to nothing.</summary>
internal static partial class KohyaDeath
{
    private const int Signal = 128;

    private static readonly (string Sign, TrainerExitCode Code, string Words)[] Signs =
    [
        ("OutOfMemoryError", TrainerExitCode.OutOfMemory, "The device's memory ran out."),
        ("CUDA out of memory", TrainerExitCode.OutOfMemory, "The device's memory ran out."),
        ("can't allocate memory", TrainerExitCode.OutOfMemory, "The memory ran out."),
        ("No space left on device", TrainerExitCode.NoSpace, "The disk is full."),
        ("Torch not compiled with CUDA enabled", TrainerExitCode.NoDevice, "The scripts' PyTorch is one without CUDA."),
        ("No CUDA GPUs are available", TrainerExitCode.NoDevice, "The scripts' PyTorch sees no GPU."),
        ("Found no NVIDIA driver", TrainerExitCode.NoDevice, "The scripts' PyTorch finds no NVIDIA driver."),
        ("Missing keys in checkpoint", TrainerExitCode.BadModel, "The scripts do not know this model: tensors are missing."),
        ("Unexpected keys in checkpoint", TrainerExitCode.BadModel, "The scripts do not know this model: it has tensors of another one."),
        ("No data found", TrainerExitCode.BadData, "The scripts found no picture."),
        ("error: unrecognized arguments", TrainerExitCode.BadPlan, "The scripts do not know all of our arguments: they are too old, or too new."),
        ("AssertionError", TrainerExitCode.BadPlan, "The scripts refuse the settings."),
    ];

    /// <param name="exitCode">Of the scripts' process.</param>
    /// <param name="tail">The last that they wrote.</param>
    /// <returns>Null when they ended well, or by a signal, which says itself what it is.</returns>
    public static Failed? Explain(int exitCode, string tail)
    {
        if (exitCode > Signal)
            return null;
        if (MissingModule().Match(tail) is { Success: true } match)
            return new Failed(TrainerExitCode.BadPlan, $"A Python module of the scripts is missing: {match.Groups["name"].Value}. Install their requirements.txt. {LastLine(tail)}");
        foreach (var (sign, code, words) in Signs)
            if (tail.Contains(sign, StringComparison.Ordinal))
                return new Failed(code, $"{words} {LineWith(sign, tail)}");
        return exitCode == (int)TrainerExitCode.Done ? null : new Failed(TrainerExitCode.Crashed, $"The scripts ended with exit code {exitCode}. {LastLine(tail)}".TrimEnd());
    }

    private static string LineWith(string sign, string tail) => Lines(tail).Last(line => line.Contains(sign, StringComparison.Ordinal));

    private static string LastLine(string tail) => Lines(tail).LastOrDefault("");

    private static string[] Lines(string tail) => tail.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(ModuleNotFoundError: No module named|ImportError: cannot import name) '(?<name>[^']{1,200})'")]
    private static partial Regex MissingModule();
}
