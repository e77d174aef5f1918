using System.Globalization;
using EmoVoid.Core.Health;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>Nothing is started on a disk that is as good as full; and health says so, for on a full one not even the run that waits can write down why.</summary>
internal sealed class FreeSpaceRule(StateFolder folders, IOptions<SchedulingOptions> options) : IStartRule, IHealthWarnings
{
    private const long Megabyte = 1_000_000;

    public bool AppliesAtWork => false;

    public RunWait? Check(Run run, DateTimeOffset now) => TooLittle() is { } why ? new RunWait(WaitKind.Disk, why) : null;

    public IEnumerable<string> Warnings() => TooLittle() is { } why ? [why] : [];

    private string? TooLittle()
    {
        var free = new DriveInfo(folders.Root).AvailableFreeSpace / Megabyte;
        return free < options.Value.MinimumFreeMegabytes
            ? string.Create(CultureInfo.InvariantCulture,
                $"Only {free} MB are free where {folders.Root} lies, and nothing is started below {options.Value.MinimumFreeMegabytes} (EmoVoid:MinimumFreeMegabytes). Make room, and it goes on by itself.")
            : null;
    }
}
