using System.Net;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>Answers of a server that are not the file, in words that say what to do.</summary>
internal static class Refusals
{
    /// <exception cref="DownloadCutException">A later try may do.</exception>
    /// <exception cref="DownloadException">It will not.</exception>
    public static void Throw(HttpResponseMessage response, SourceFile file, DownloadSettings settings)
    {
        if (response.IsSuccessStatusCode)
            return;
        var answer = $"{response.RequestMessage?.RequestUri?.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            throw new DownloadCutException(answer, response.Headers.RetryAfter?.Delta);
        throw new DownloadException($"{file.Address}: {answer}. {Way(response, file, settings)}");
    }

    private static string Way(HttpResponseMessage response, SourceFile file, DownloadSettings settings) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Account(new Uri(file.Address), settings),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "The publisher may have moved it: EmoVoid:ModelSources:File may name its new address.",
        HttpStatusCode.ProxyAuthenticationRequired => "The proxy of the environment (https_proxy) wants a name and a password.",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => $"It sends on to {response.Headers.Location}, which is not followed: only from https to https, and not for ever.",
        _ => "EmoVoid:ModelSources may name another place.",
    };

    private static string Account(Uri address, DownloadSettings settings) =>
        settings.IsTokenFor(address)
            ? $"It refused the token in HF_TOKEN, or the token's owner: agree to the file's conditions on its page at {address.Host}, and look whether the token may read it."
            : $"The file is not for everyone: agree to its conditions on its page at {address.Host}, make a token there that may read, and set HF_TOKEN to it (it is only sent to {settings.TokenHost.Host}).";
}
