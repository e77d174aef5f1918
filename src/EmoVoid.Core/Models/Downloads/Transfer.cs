using System.Net;
using System.Net.Http.Headers;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>One request for a file, or for the rest of one.</summary>
internal sealed class Transfer(HttpClient http, DownloadSettings settings, WantedFile file, PartFile part, IDownloadVoice voice)
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Goes on from what is there, to the end of the file.</summary>
    /// <exception cref="DownloadCutException">The end was not reached; what came is kept.</exception>
    /// <exception cref="DownloadException">Another try would not help.</exception>
    public async Task Receive(CancellationToken cancel)
    {
        if (part.Length > 0 && part.Length == file.Source.Bytes)
            return; // all came before, and only its name was missing
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            silence.CancelAfter(settings.Silence);
            using var request = Request();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && IsAll(response))
                return;
            await Copy(response, Begin(response), silence);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new DownloadCutException(FormattableString.Invariant($"the server sent nothing for {settings.Silence.TotalSeconds:0.#} s"), inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new DownloadCutException(e.InnerException?.Message ?? e.Message, inner: e);
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, file.Source.Address);
        if (settings.IsTokenFor(request.RequestUri!))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        if (part is not { Length: > 0, Tag: { } tag })
            return request;
        request.Headers.Range = new RangeHeaderValue(part.Length, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return request;
    }

    /// <summary>A server has nothing after the last byte.</summary>
    private bool IsAll(HttpResponseMessage response)
    {
        if (part.Length > 0 && response.Content.Headers.ContentRange?.Length == part.Length)
            return true;
        part.Restart(null);
        throw new DownloadCutException("the server has no such rest of the file; it is fetched from the start");
    }

    /// <returns>The size of the whole file; null: nobody says.</returns>
    private long? Begin(HttpResponseMessage response)
    {
        Refusals.Throw(response, file.Source, settings);
        if (response.StatusCode != HttpStatusCode.PartialContent)
            part.Restart(response.Headers.ETag);
        else if (response.Content.Headers.ContentRange?.From != part.Length || (response.Headers.ETag is { } tag && !tag.Equals(part.Tag)))
        {
            part.Restart(null);
            throw new DownloadCutException("the server sent another rest than the one that was asked for; it is fetched from the start");
        }

        var total = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
        if (file.Source.Bytes is { } known && total is { } said && said != known)
            throw Lie(FormattableString.Invariant($"the server says that it has {said} bytes"), known);
        return total ?? file.Source.Bytes;
    }

    private async Task Copy(HttpResponseMessage response, long? total, CancellationTokenSource silence)
    {
        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        var buffer = new byte[BufferBytes];
        voice.Progress(file, part.Length, total);
        while (await Read(body, buffer, silence) is var count and > 0)
        {
            if (part.Length + count > total)
                throw Lie("the server sends more bytes than that", total.Value);
            await part.Append(buffer.AsMemory(0, count), silence.Token);
            voice.Progress(file, part.Length, total);
        }

        if (part.Length < total)
            throw new DownloadCutException(FormattableString.Invariant($"the transfer ended after {part.Length} of {total} bytes"));
    }

    /// <summary>An error here is the network's; one of the disk comes up as it is.</summary>
    private async Task<int> Read(Stream body, byte[] buffer, CancellationTokenSource silence)
    {
        try
        {
            silence.CancelAfter(settings.Silence);
            return await body.ReadAsync(buffer, silence.Token);
        }
        catch (IOException e)
        {
            throw new DownloadCutException(FormattableString.Invariant($"the transfer was cut after {part.Length} bytes: {e.Message}"), inner: e);
        }
    }

    /// <summary>What came cannot be told from the right file any more.</summary>
    private DownloadException Lie(string what, long known)
    {
        part.Delete();
        return new DownloadException(FormattableString.Invariant($"{file.Source.Address}: {what}, and the file has {known}. Nothing of it is kept. It is another file now, or something between here and the server changes it; EmoVoid:ModelSources may name another place."));
    }
}
