using System.Globalization;

namespace EmoVoid.Core.Executors.Local;

/// <summary>A process that is not mistaken for another one with the same number: the number, and when it was started.</summary>
/// <param name="StartTicks">Since the machine was started, in the kernel's clock ticks.</param>
internal sealed record ProcessIdentity(int Id, long StartTicks)
{
    /// <summary>Fields of /proc/N/stat after the name in brackets, which may itself have spaces: the state is the third field in all, the start the 22nd.</summary>
    private const int State = 0, Start = 19;

    /// <summary>Of a process that is there; null when it is gone.</summary>
    public static ProcessIdentity? Of(int process) => Read(process) is { } fields ? new(process, long.Parse(fields[Start], CultureInfo.InvariantCulture)) : null;

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static ProcessIdentity? Parse(string text) =>
        text.Split(':') is [var id, var start] && int.TryParse(id, CultureInfo.InvariantCulture, out var process) && long.TryParse(start, CultureInfo.InvariantCulture, out var ticks)
            ? new(process, ticks)
            : null;

    /// <summary>Whether this very process is still there, and not only its entry for a parent that has not asked for its end.</summary>
    public bool IsAlive => Read(Id) is { } fields && fields[State] is not ("Z" or "X") && fields[Start] == StartTicks.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}:{StartTicks}");

    private static string[]? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
