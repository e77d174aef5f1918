using EmoVoid.Training.Memory.Cuda;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>
/// A GPU's clock without a GPU: every stream does one thing after the other, and only events tie one stream to another. It knows when each copy
/// and each product begins and ends, whether a product read what a copy had not brought yet, and whether a copy overwrote what was still read.
/// </summary>
/// <remarks>The host takes no time, so everything is put on the streams as early as it ever can be.</remarks>
internal sealed class SimulatedGpu(double bytesPerSecond) : ICudaDevice
{
    private readonly Dictionary<nint, double> free = new() { [CopyStream.ComputeStream] = 0 }; // by stream: when all it was told is done
    private readonly Dictionary<nint, double> recorded = [];                                    // by event
    private readonly Dictionary<nint, (nint From, double Ends)> brought = [];                   // by place
    private readonly Dictionary<nint, double> read = [];                                        // by place: until when
    private nint handles = CopyStream.ComputeStream;

    /// <summary>When all computing is done.</summary>
    public double Ends => free[CopyStream.ComputeStream];

    /// <summary>Seconds of computing and of copying, waits not counted.</summary>
    public double Computing { get; private set; }

    public double Copying { get; private set; }

    /// <summary>What a real GPU would have computed wrongly.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Streams and events that nobody has freed.</summary>
    public int Handles => free.Count - 1 + recorded.Count;

    /// <summary>A product on libtorch's stream.</summary>
    /// <param name="place">The memory that it reads.</param>
    /// <param name="from">Where on the host its contents should come from.</param>
    public void Compute(double seconds, nint place, nint from)
    {
        var begins = Compute(seconds);
        if (brought[place].From != from)
            Faults.Add($"at {begins:0.00} {place} holds another block");
        if (brought[place].Ends > begins)
            Faults.Add($"at {begins:0.00} {place} is read and comes at {brought[place].Ends:0.00}");
        read[place] = Ends;
    }

    /// <summary>A product that reads nothing that travels.</summary>
    public double Compute(double seconds)
    {
        var begins = Ends;
        free[CopyStream.ComputeStream] += seconds;
        Computing += seconds;
        return begins;
    }

    public void Enter()
    {
    }

    public nint NewStream()
    {
        free[++handles] = 0;
        return handles;
    }

    public nint NewEvent()
    {
        recorded[++handles] = 0;
        return handles;
    }

    public void Record(nint what, nint stream) => recorded[what] = free[stream];

    public void Wait(nint stream, nint what) => free[stream] = Math.Max(free[stream], recorded[what]);

    public void Copy(nint to, nint from, long bytes, nint stream)
    {
        var begins = free[stream];
        var seconds = bytes / bytesPerSecond;
        if (read.TryGetValue(to, out var until) && until > begins)
            Faults.Add($"at {begins:0.00} {to} is overwritten and read until {until:0.00}");
        brought[to] = (from, free[stream] = begins + seconds);
        Copying += seconds;
    }

    public void Finish(nint stream)
    {
    }

    public void FreeStream(nint stream) => free.Remove(stream);

    public void FreeEvent(nint what) => recorded.Remove(what);
}
