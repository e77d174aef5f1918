using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Settings;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>What the buttons do. None of them ends a run: what they pause, they let go on.</summary>
internal sealed class MqttButtons(RunCommands commands, SettingStore settings, Activity activity)
{
    public const string Pause = "pause", Resume = "resume", Skip = "skip";

    /// <summary>The runs that the buttons paused; a list of ids.</summary>
    private const string PausedSetting = "mqtt.paused";

    /// <returns>False when there is no such button.</returns>
    public bool Press(string button)
    {
        switch (button)
        {
            case Pause:
                settings.Set(SettingNames.QueueHeld, true);
                PauseRuns();
                return true;
            case Resume:
                // The runs first: they come before those behind them.
                ResumeRuns();
                settings.Set(SettingNames.QueueHeld, false);
                return true;
            case Skip:
                PauseRuns();
                return true;
            default:
                return false;
        }
    }

    private void PauseRuns()
    {
        var paused = settings.Get<List<string>>(PausedSetting) ?? [];
        foreach (var moment in activity.All)
            if (Try(() => commands.Pause(moment.Run.Id)))
                paused.Add(moment.Run.Id);
        settings.Set(PausedSetting, paused.Distinct().ToList());
    }

    private void ResumeRuns()
    {
        foreach (var run in settings.Get<List<string>>(PausedSetting) ?? [])
            Try(() => commands.Resume(run));
        settings.Set(PausedSetting, new List<string>());
    }

    // It is over, or was deleted.
    private static bool Try(Func<Run> command)
    {
        try
        {
            command();
            return true;
        }
        catch (Exception e) when (e is RunConflictException or RunNotFoundException)
        {
            return false;
        }
    }
}
