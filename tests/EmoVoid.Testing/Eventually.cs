using System.Diagnostics;

namespace EmoVoid.Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    /// <param name="explain">What to say when it never came true.</param>
    /// <exception cref="TimeoutException">The condition did not come true within <paramref name="patience"/>.</exception>
    public static async Task IsTrue(Func<Task<bool>> condition, TimeSpan patience, Func<string> explain)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > patience)
                throw new TimeoutException($"not so after {patience}: {explain()}");
            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }
    }

    /// <inheritdoc cref="IsTrue(Func{Task{bool}}, TimeSpan, Func{string})"/>
    public static Task IsTrue(Func<bool> condition, TimeSpan patience, Func<string> explain) => IsTrue(() => Task.FromResult(condition()), patience, explain);
}
