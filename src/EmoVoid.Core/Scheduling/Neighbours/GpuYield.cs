using EmoVoid.Core.Settings;

namespace EmoVoid.Core.Scheduling.Neighbours;

/// <summary>A person needs this machine for something else for a while: whatever is trained here saves, leaves, and comes back; on its CPU as well.</summary>
public sealed class GpuYield(SettingStore settings, TimeProvider time)
{
    public const int LeastMinutes = 1, MostMinutes = 7 * 24 * 60;

    /// <summary>Null when nobody asks for it now.</summary>
    public DateTimeOffset? Until => settings.Get<DateTimeOffset?>(SettingNames.YieldUntil) is { } until && until > time.GetUtcNow() ? until : null;

    /// <param name="minutes">From now, 1 to 10080; what was asked before is forgotten.</param>
    public DateTimeOffset Ask(int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, LeastMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MostMinutes);
        var until = time.GetUtcNow().AddMinutes(minutes);
        settings.Set<DateTimeOffset?>(SettingNames.YieldUntil, until);
        return until;
    }

    public void End() => settings.Set<DateTimeOffset?>(SettingNames.YieldUntil, null);
}
