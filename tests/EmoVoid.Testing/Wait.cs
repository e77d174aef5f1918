using System.Diagnostics;

namespace EmoVoid.Testing;

/// <summary>Waiting for a condition, never for a time.</summary>
public static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until the condition holds.</summary>
    /// <param name="inVain">What to say when it never does.</param>
    /// <param name="patience">Default <see cref="Patience"/>.</param>
    /// <param name="meanwhile">Done before each asking, as to move a test's clock.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task Until(Func<Task<bool>> condition, Func<string> inVain, TimeSpan? patience = null, Action? meanwhile = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > (patience ?? Patience))
                throw new TimeoutException($"Waited {patience ?? Patience} in vain: {inVain()}");
            meanwhile?.Invoke();
            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, Func{string}, TimeSpan?, Action?)"/>
    /// <param name="what">What is waited for.</param>
    public static Task Until(Func<bool> condition, string what, Action? meanwhile = null) => Until(() => Task.FromResult(condition()), () => what, meanwhile: meanwhile);

    /// <inheritdoc cref="Until(Func{Task{bool}}, Func{string}, TimeSpan?, Action?)"/>
    public static Task Until(Func<bool> condition, Func<string> inVain) => Until(() => Task.FromResult(condition()), inVain);
}
