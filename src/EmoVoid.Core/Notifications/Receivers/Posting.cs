using System.Net;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>Posts over HTTP with little patience.</summary>
internal sealed class Posting(IOptions<NotificationOptions> options, TimeProvider time) : IDisposable
{
    // A redirect would carry signature and token to where nobody sent them. Names are looked up again now and then.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the limit below goes by the daemon's clock
    };

    /// <exception cref="DeliveryException">It was not answered with a status of the 2xx, or not in time.</exception>
    public async Task Post(HttpRequestMessage request, CancellationToken cancel)
    {
        var patience = options.Value.Notifications.Timeout;
        using var late = new CancellationTokenSource(patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            if (!answer.IsSuccessStatusCode)
                throw new DeliveryException(Words(answer));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new DeliveryException($"It did not answer within {patience}.", e);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException($"It cannot be reached: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Words(HttpResponseMessage answer) => answer.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest
        ? $"It answered {(int)answer.StatusCode}, a redirect, which is not followed; set Url to the address where it ends."
        : $"It answered {(int)answer.StatusCode}.";
}
