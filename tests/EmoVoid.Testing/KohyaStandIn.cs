using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmoVoid.Testing;

/// <summary>A folder of sd-scripts with the EmoVoid optimizer, whose training script only does as if; its Python is the machine's, with hollow modules.</summary>
public sealed class KohyaStandIn : IDisposable
{
    private static readonly string[] Modules = ["accelerate", "transformers", "diffusers", "safetensors", "toml", "voluptuous", "tqdm", "tensorboard"];

    private readonly TemporaryFolder folder = new();

    /// <param name="mood">What is to happen, as the script's own words say.</param>
    /// <param name="hasGpu">Whether its PyTorch says that there is one, of 8 GiB.</param>
    public KohyaStandIn(JsonObject? mood = null, bool hasGpu = false)
    {
        Mood = mood ?? [];
        File.Copy(Repository.Path("tests", "EmoVoid.Testing", "Kohya", "anima_train_network.py"), folder["anima_train_network.py"]);
        folder.Write("networks/lora_anima.py", "");
        Optimizer("v3.9.1 (260515)");
        foreach (var module in Modules)
            folder.Write($"modules/{module}.py", "");
        folder.Write("modules/torch.py", $"""
            __version__ = '2.7.1+cpu'
            class cuda:
                device_count = staticmethod(lambda: {(hasGpu ? 1 : 0)})
                get_device_properties = staticmethod(lambda i: type('properties', (), dict(total_memory=8 << 30)))

            """);
        folder.Write("venv/bin/python", $"#!/bin/sh\nexport PYTHONPATH='{folder["modules"]}'\nexec {Python} \"$@\"\n");
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(folder["venv", "bin", "python"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    /// <summary>The machine's Python; null where it has none.</summary>
    public static string? Python { get; } = new[] { "/usr/bin", "/usr/local/bin" }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        .Select(place => Path.Combine(place, "python3")).FirstOrDefault(File.Exists);

    public static string NoPython => "There is no python3 on this machine, which the stand-in for kohya's scripts is written in.";

    public string Home => folder.Path;

    public JsonObject Mood
    {
        set => folder.Write("mood.json", value.ToJsonString());
    }

    /// <summary>The arguments of the last start.</summary>
    public IReadOnlyList<string> Arguments => JsonSerializer.Deserialize<string[]>(File.ReadAllText(folder["arguments.json"]))!;

    public JsonNode Environs => JsonNode.Parse(File.ReadAllText(folder["environment.json"]))!;

    /// <summary>The processes of all starts, in their order.</summary>
    public IReadOnlyList<int> Processes => File.Exists(folder["pids"]) ? [.. File.ReadLines(folder["pids"]).Select(int.Parse)] : [];

    /// <summary>What the argument of this name was at the last start; null when it was not given.</summary>
    public string? Argument(string name)
    {
        var all = Arguments;
        var at = all.ToList().IndexOf("--" + name);
        return at < 0 ? null : all[at + 1];
    }

    /// <summary>Lets a script go on that holds.</summary>
    public void Go() => folder.Write("go", "");

    public void Optimizer(string version) => folder.Write("optimizer/emovoid.py", $"import torch\n\n\"\"\"\nEmoVoid {version} Moment-Free Edition\n\"\"\"\n");

    public void Remove(string file) => File.Delete(folder[file]);

    public void Dispose() => folder.Dispose();
}
