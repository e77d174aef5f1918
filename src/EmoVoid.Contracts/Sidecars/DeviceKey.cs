using System.Text.RegularExpressions;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>A key that holds a device.</summary>
public sealed partial record DeviceKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    /// <summary>The first CUDA device when there is one, else the CPU.</summary>
    public const string Auto = "auto";

    /// <summary>What it may hold, in words.</summary>
    public const string Forms = "auto, cpu, cuda or cuda:N";

    public override string Expected => Forms;

    public override object? Accept(object? found) => found is string text && Known().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^(auto|cpu|cuda(:[0-9]{1,2})?)\z")]
    private static partial Regex Known();
}
