using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Runs;

/// <summary>How long a run will still take: its steps, and the measurements of the saves that its plan has left.</summary>
public static class TimeLeft
{
    /// <param name="pace">Seconds a step takes.</param>
    /// <param name="measuring">Seconds a measurement takes; null where none was made.</param>
    /// <returns>In seconds. Saves that the light will ask for are not foreseen; measuring them takes at most a sixtieth of the steps.</returns>
    public static double Of(Run run, double pace, double? measuring) =>
        pace * (run.Steps - run.Step) + (measuring ?? 0) * ValidationCost.PlannedSavesAfter(run.Settings, run.Step);
}
