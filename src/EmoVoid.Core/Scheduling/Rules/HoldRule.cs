using EmoVoid.Core.Runs;
using EmoVoid.Core.Settings;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>A person may hold the whole queue; what trains goes on.</summary>
internal sealed class HoldRule(SettingStore settings) : IStartRule
{
    public bool AppliesAtWork => false;

    public RunWait? Check(Run run, DateTimeOffset now) =>
        settings.Get<bool>(SettingNames.QueueHeld) ? new RunWait(WaitKind.Hold, "The queue is held; release it to go on.") : null;
}
