using System.Diagnostics;

namespace EmoVoid.Testing;

/// <summary>Waiting for a condition, never for a time.</summary>
public static class Wait
{
    /// <summary>Asks again and again until the condition holds.</summary>
    /// <param name="meanwhile">Done before each asking, as to move a test's clock.</param>
    /// <exception cref="TimeoutException">It did not hold within <paramref name="seconds"/>.</exception>
    public static async Task Until(Func<bool> condition, string what, Action? meanwhile = null, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"Waited {seconds} seconds in vain for {what}.");
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
