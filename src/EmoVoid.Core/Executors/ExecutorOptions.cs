using EmoVoid.Core.Configuration;
using EmoVoid.Core.Executors.Slurm;

namespace EmoVoid.Core.Executors;

/// <summary>Settings <c>EmoVoid:Executors</c>: where runs are trained.</summary>
public sealed class ExecutorsOptions
{
    [Setting("Where runs are trained, in the order in which a run tries them that asks for none.", Default = "local alone")]
    public List<ExecutorOptions> Executors { get; init; } = [];
}

/// <summary>One executor, <c>EmoVoid:Executors:N:*</c>. All but the first two settings are Slurm's.</summary>
public sealed class ExecutorOptions : SlurmOptions
{
    public const string Local = "local", Slurm = "slurm";

    [Setting("As a sidecar's train.executor and the API name it; the child processes of this machine are always local.", Form = "1 to 40 small letters, digits and dashes")]
    public string Name { get; set; } = "";

    [Setting("What kind of executor it is; all settings but Name and Kind are Slurm's.", Default = "the name, where that is one of them", Form = "local or slurm")]
    public string? Kind { get; set; }

    internal bool IsSlurm => (Kind ?? Name) == Slurm;
}
