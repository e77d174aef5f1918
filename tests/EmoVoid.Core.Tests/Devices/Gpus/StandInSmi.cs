using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Scheduling;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Devices.Gpus;

/// <summary>A program in the place of nvidia-smi that says what a test tells it.</summary>
internal sealed class StandInSmi : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StandInSmi()
    {
        Program = _folder["nvidia-smi"];
        Gpus("0, GPU-aaaa, 900, 23100, 24576, 7, 41, 31.25, NVIDIA GeForce RTX 4090");
        Processes();
        Script($"case \"$1\" in --query-gpu=*) echo asked >> {_folder["asked"]}; cat {_folder["gpus"]};; *) cat {_folder["processes"]};; esac");
    }

    public string Program { get; }

    /// <summary>How often it was asked for the GPUs.</summary>
    public int Asked => File.Exists(_folder["asked"]) ? File.ReadAllLines(_folder["asked"]).Length : 0;

    public void Gpus(params string[] lines) => File.WriteAllLines(_folder["gpus"], lines);

    public void Processes(params string[] lines) => File.WriteAllLines(_folder["processes"], lines);

    public void Script(string script)
    {
        // A script that is being run cannot be written to: it is put in the place of the old one.
        var next = _folder.Write("next", "#!/bin/bash\n" + script + "\n");
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        File.Move(next, Program, overwrite: true);
    }

    public NvidiaSmi Status(TimeProvider time, TimeSpan? timeout = null) => new(
        Options.Create(new GpuOptions { NvidiaSmi = Program, NvidiaSmiTimeout = timeout ?? TimeSpan.FromMinutes(5) }), Options.Create(new SchedulingOptions()), time,
        NullLogger<NvidiaSmi>.Instance);

    public void Dispose() => _folder.Dispose();
}
