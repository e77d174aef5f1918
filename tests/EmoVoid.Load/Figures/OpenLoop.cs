using System.Diagnostics;

namespace EmoVoid.Load.Figures;

/// <summary>
/// Sends requests at fixed times, whether or not earlier ones are answered, and counts each from the time when it was due: a daemon that stands
/// still for a second makes all of that second's requests late, as it would make their callers wait.
/// </summary>
internal sealed class OpenLoop(HttpClient http)
{
    /// <param name="FromDue">Milliseconds from the time when it was due to the end of its answer.</param>
    /// <param name="SentLate">Milliseconds of these that this program itself came late with it.</param>
    /// <param name="Problem">Why there was no good answer; null when there was one.</param>
    public sealed record Answer(string Route, double FromDue, double SentLate, string? Problem);

    /// <param name="routes">In their order, one after another.</param>
    public async Task<IReadOnlyList<Answer>> Ask(IReadOnlyList<string> routes, double perSecond)
    {
        var answers = new Task<Answer>[routes.Count];
        var start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
        // A thread of its own: a timer of the pool would come when the pool has time.
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            for (var i = 0; i < routes.Count; i++)
            {
                var due = start + (long)(i / perSecond * Stopwatch.Frequency);
                Until(due);
                answers[i] = Ask(routes[i], due);
            }

            sent.SetResult();
        }) { IsBackground = true }.Start();
        await sent.Task;
        return await Task.WhenAll(answers);
    }

    private static void Until(long due)
    {
        for (var now = Stopwatch.GetTimestamp(); now < due; now = Stopwatch.GetTimestamp())
#pragma warning disable RS0030 // A time is what is waited for.
            Thread.Sleep(TimeSpan.FromSeconds(Math.Max(0.0002, (double)(due - now) / Stopwatch.Frequency)));
#pragma warning restore RS0030
    }

    private async Task<Answer> Ask(string route, long due)
    {
        var late = Milliseconds(due);
        try
        {
            using var answer = await http.GetAsync(new Uri(route, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
            return new Answer(route, Milliseconds(due), late, answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return new Answer(route, Milliseconds(due), late, e.Message);
        }
    }

    private static double Milliseconds(long since) => (Stopwatch.GetTimestamp() - since) * 1000.0 / Stopwatch.Frequency;
}
