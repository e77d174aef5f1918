using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A run that is in no database.</summary>
internal static class OneRun
{
    public static Run In(RunState state) => new()
    {
        Id = "zenigata", Name = "zenigata", Folder = "zenigata", State = state, Model = "anima-nano", Images = 20, Settings = TestState.Settings, Steps = 1200,
        CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
