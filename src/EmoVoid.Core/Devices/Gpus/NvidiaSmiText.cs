using System.Globalization;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>What <c>nvidia-smi</c> is asked, and how its answers are read: a line each, values parted by commas, <c>[N/A]</c> and the like for what it does not know.</summary>
internal static class NvidiaSmiText
{
    private const string Format = "--format=csv,noheader,nounits";

    public static readonly string[] AskForGpus =
        ["--query-gpu=index,uuid,memory.used,memory.free,memory.total,utilization.gpu,temperature.gpu,power.draw,name", Format];

    // The name comes last, since it may have commas.
    public static readonly string[] AskForProcesses = ["--query-compute-apps=gpu_uuid,pid,used_memory,process_name", Format];

    /// <param name="isOurs">By process id.</param>
    /// <exception cref="FormatException">It is no such answer.</exception>
    public static IReadOnlyList<Gpu> Read(string gpus, string processes, Func<int, bool> isOurs)
    {
        var byGpu = Lines(processes).Select(line => ProcessOf(line, isOurs)).ToLookup(one => one.Gpu, one => one.Process);
        return [.. Lines(gpus).Select(GpuOf).Select(gpu => gpu with { Processes = [.. byGpu[gpu.Uuid]] })];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Gpu GpuOf(string line) => line.Split(',', 9, StringSplitOptions.TrimEntries) is [var index, var uuid, var used, var free, var total, var busy, var heat, var power, var name]
        ? new Gpu
        {
            Index = Whole(index) ?? throw NotAnAnswer(line),
            Uuid = uuid,
            Name = name,
            UsedMegabytes = Whole(used),
            FreeMegabytes = Whole(free),
            TotalMegabytes = Whole(total),
            UtilizationPercent = Whole(busy),
            Celsius = Whole(heat),
            Watts = Number(power),
        }
        : throw NotAnAnswer(line);

    private static (string Gpu, GpuProcess Process) ProcessOf(string line, Func<int, bool> isOurs) =>
        line.Split(',', 4, StringSplitOptions.TrimEntries) is [var gpu, var pid, var used, var name] && Whole(pid) is { } id
            ? (gpu, new GpuProcess(id, name.StartsWith('[') ? null : name, Whole(used), isOurs(id)))
            : throw NotAnAnswer(line);

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static FormatException NotAnAnswer(string line) => new($"'{(line.Length <= 200 ? line : line[..200] + "…")}' is no answer to what it was asked");
}
