using System.Diagnostics;

namespace EmoVoid.Testing;

/// <summary>Waiting for a condition, never for a time.</summary>
public static class Wait
{
    /// <summary>Of every test, with anything: a program that hangs ends it, and a machine that does ten other things at once does not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until the condition holds.</summary>
    /// <param name="inVain">What to say when it never does.</param>
    /// <param name="meanwhile">Done before each asking, as to move a test's clock.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task Until(Func<Task<bool>> condition, Func<string> inVain, Action? meanwhile = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Patience)
                throw new TimeoutException($"Waited {Patience} in vain: {inVain()}");
            meanwhile?.Invoke();
            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, Func{string}, Action?)"/>
    /// <param name="what">What is waited for.</param>
    public static Task Until(Func<bool> condition, string what, Action? meanwhile = null) => Until(() => Task.FromResult(condition()), () => what, meanwhile: meanwhile);

    /// <inheritdoc cref="Until(Func{Task{bool}}, Func{string}, Action?)"/>
    public static Task Until(Func<bool> condition, Func<string> inVain) => Until(() => Task.FromResult(condition()), inVain);
}
