using EmoVoid.Core.Executors.Slurm;

namespace EmoVoid.Core.Executors;

/// <summary>Settings <c>EmoVoid:Executors</c>: where runs are trained.</summary>
public sealed class ExecutorsOptions
{
    /// <summary>In the order in which a run tries them that asks for none; empty, the default: <c>local</c> alone.</summary>
    public List<ExecutorOptions> Executors { get; init; } = [];
}

/// <summary>One executor, <c>EmoVoid:Executors:N:*</c>. All but the first two settings are Slurm's.</summary>
public sealed class ExecutorOptions : SlurmOptions
{
    public const string Local = "local", Slurm = "slurm";

    /// <summary>As a sidecar's <c>train.executor</c> and the API name it; the child processes of this machine are always <c>local</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>local</c> or <c>slurm</c>; default: the name, where that is one of them.</summary>
    public string? Kind { get; set; }

    internal bool IsSlurm => (Kind ?? Name) == Slurm;
}
