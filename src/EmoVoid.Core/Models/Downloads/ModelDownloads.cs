using Polly;
using Polly.Retry;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>Fetches files: goes on where a cut left off, believes nothing but sizes and hashes, and gives a file its name when it is whole.</summary>
public sealed class ModelDownloads(DownloadSettings settings, IDownloadVoice voice, TimeProvider time) : IDisposable
{
    private const string Weights = ".safetensors";

    // Redirects from https to http are refused by the handler, and a redirect takes no Authorization along. The proxy is that of the environment.
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxAutomaticRedirections = 10, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan, // of its own for each read: a large file takes hours
        DefaultRequestHeaders = { { "User-Agent", $"emovoidd/{typeof(ModelDownloads).Assembly.GetName().Version!.ToString(3)}" } },
    };

    /// <summary>Asks the servers for the sizes that the sources do not state.</summary>
    /// <returns>The bytes that are still to come, and the files whose size nobody says.</returns>
    public async Task<(long Bytes, IReadOnlyList<string> Unknown)> StillToCome(DownloadPlan plan, CancellationToken cancel)
    {
        var (bytes, unknown) = (0L, new List<string>());
        foreach (var file in plan.Missing)
            if ((file.Source.Bytes ?? await AskForSize(file.Source, cancel)) is { } size)
                bytes += Math.Max(0, size - Here(file));
            else
                unknown.Add(file.Source.Name);
        return (bytes, unknown);
    }

    /// <exception cref="DownloadException">It cannot be had; what came of it is kept where another call may go on from it.</exception>
    public async Task Fetch(WantedFile file, CancellationToken cancel)
    {
        using var part = new PartFile(file.Target);
        while (!await TryToTheEnd(file, part, cancel))
        {
        }

        var bytes = part.Length;
        part.Finish();
        var hash = FileHash.Of(part.Path);
        Judge(file, part, hash);
        part.MoveTo(file.Target);
        voice.Finished(file, bytes, hash);
    }

    public void Dispose() => http.Dispose();

    /// <returns>Whether the end was reached; else the tries are used up, and got on.</returns>
    private async Task<bool> TryToTheEnd(WantedFile file, PartFile part, CancellationToken cancel)
    {
        var before = part.Length;
        try
        {
            var transfer = new Transfer(http, settings, file, part, voice);
            await Retries(file).ExecuteAsync(async token => await transfer.Receive(token), cancel);
            return true;
        }
        catch (DownloadCutException) when (part.Length >= before + settings.GettingOn)
        {
            return false;
        }
        catch (DownloadCutException e)
        {
            throw new DownloadException($"{file.Source.Address}: {e.Message}. It was tried {settings.Retries + 1} times. {Kept(part)}", e);
        }
    }

    private static long Here(WantedFile file) => new FileInfo(file.Target + ".part") is { Exists: true } part ? part.Length : 0;

    private static string Kept(PartFile part) =>
        part.Length > 0 && part.Tag is not null
            ? FormattableString.Invariant($"{part.Length} bytes are kept in {part.Path}: the same command goes on from there.")
            : "The same command starts it over.";

    private static void Judge(WantedFile file, PartFile part, string hash)
    {
        if (file.Source.Sha256 is { } expected && !hash.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw Wrong(file, part, $"it has the SHA-256 {hash} and should have {expected}");
        if (!file.Source.Name.EndsWith(Weights, StringComparison.Ordinal))
            return;
        try
        {
            Safetensors.SafetensorsHeader.Read(part.Path);
        }
        catch (Safetensors.SafetensorsException e)
        {
            throw Wrong(file, part, e.Message);
        }
    }

    private static DownloadException Wrong(WantedFile file, PartFile part, string why)
    {
        part.Delete();
        return new DownloadException($"What came from {file.Source.Address} is not the file: {why}. It was removed. Try again; when it stays so, the publisher changed the file, or something on the way did: EmoVoid:ModelSources may name another place.");
    }

    private async Task<long?> AskForSize(SourceFile file, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.Silence);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, file.Address);
            if (settings.IsTokenFor(request.RequestUri!))
                request.Headers.Authorization = new("Bearer", settings.Token);
            using var response = await http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null; // the request for the file itself says why
        }
    }

    private ResiliencePipeline Retries(WantedFile file) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DownloadCutException>(),
            MaxRetryAttempts = settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.FirstWait,
            MaxDelay = settings.LongestWait,
            DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as DownloadCutException)?.RetryAfter is { } asked ? asked < settings.LongestWait ? asked : settings.LongestWait : (TimeSpan?)null),
            OnRetry = attempt =>
            {
                voice.Again(file, attempt.Outcome.Exception!.Message, attempt.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
}
