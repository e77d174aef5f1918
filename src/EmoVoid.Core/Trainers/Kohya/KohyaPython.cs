using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>What the scripts' Python says of itself.</summary>
/// <param name="Python">Its version.</param>
/// <param name="Torch">PyTorch's version; null when there is none.</param>
/// <param name="Missing">Modules that the scripts import and that are not installed.</param>
/// <param name="Devices">As a plan names them.</param>
/// <param name="Memory">Bytes in all of each device that can tell.</param>
internal sealed record PythonAnswer(string Python, string? Torch, IReadOnlyList<string> Missing, IReadOnlyList<string> Devices, IReadOnlyDictionary<string, long> Memory)
{
    public DeviceInspection ToInspection() => new($"{Torch} of kohya's Python", Devices, null, Memory);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PythonAnswer))]
internal sealed partial class PythonJson : JsonSerializerContext;

/// <summary>Asks the scripts' Python what it has. A good answer is asked for once, as long as the program's file is the same.</summary>
public sealed class KohyaPython(TimeProvider time) : IDisposable
{
    /// <summary>Importing PyTorch from a cold disk takes many seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Question = """
        import importlib.util, json, platform
        modules = ("torch", "accelerate", "transformers", "diffusers", "safetensors", "toml", "voluptuous", "tqdm", "tensorboard")
        missing = [name for name in modules if importlib.util.find_spec(name) is None]
        answer = {"python": platform.python_version(), "torch": None, "missing": missing, "devices": ["cpu"], "memory": {}}
        if "torch" not in missing:
            import torch
            answer["torch"] = torch.__version__
            for i in range(torch.cuda.device_count()):
                answer["devices"].append(f"cuda:{i}")
                answer["memory"][f"cuda:{i}"] = torch.cuda.get_device_properties(i).total_memory
        print(json.dumps(answer))
        """;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private (string Path, DateTime Written, PythonAnswer Answer)? known;

    /// <summary>The last good answer; null before the first.</summary>
    internal PythonAnswer? Known => known?.Answer;

    /// <returns>The answer, or why there is none.</returns>
    internal async Task<(PythonAnswer? Answer, string? Problem)> AskAsync(string python, CancellationToken cancel)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            var written = File.GetLastWriteTimeUtc(python);
            if (known is { } before && before.Path == python && before.Written == written)
                return (before.Answer, null);
            var (answer, problem) = await TryAsync(python, cancel);
            // What is missing may be installed any minute.
            known = answer is { Missing.Count: 0 } ? (python, written, answer) : null;
            return (answer, problem);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<(PythonAnswer? Answer, string? Problem)> TryAsync(string python, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(python, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (said, log) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            return (await said).Split('\n').Select(Read).LastOrDefault(answer => answer is not null) is { } answer
                ? (answer, null)
                : (null, $"The scripts' Python ({python}) does not work: it left with exit code {process.ExitCode}. {(await log).Trim().Split('\n')[^1]}".TrimEnd());
        }
        catch (Win32Exception e)
        {
            return (null, $"The scripts' Python ({python}) cannot be started: {e.Message}.");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return (null, $"The scripts' Python ({python}) said nothing for {Patience.TotalMinutes:0} minutes when it was asked for its PyTorch.");
        }
        finally
        {
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }

    private static PythonAnswer? Read(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize(line, PythonJson.Default.PythonAnswer) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
