using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace EmoVoid.Daemon.Security;

/// <summary>The key that came as <c>?apikey=</c>, for pictures and event streams of a page, whose requests can carry no header.</summary>
/// <param name="Value">Null when the address had none, or several.</param>
internal sealed record QueryKey(string? Value)
{
    public const string Name = "apikey";

    /// <summary>Takes the key out of the address, so that whatever logs the address does not log the key.</summary>
    public static void TakeOut(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestFeature>() is not { QueryString.Length: > 1 } request)
            return;
        var (keys, others) = Split(request.QueryString);
        if (keys.Count == 0)
            return;
        request.QueryString = others.Count == 0 ? "" : "?" + string.Join('&', others);
        request.RawTarget = request.RawTarget.Split('?')[0] + request.QueryString;
        features.Set(new QueryKey(keys.Count == 1 ? keys[0] : null));
    }

    private static (List<string> Keys, List<string> Others) Split(string query)
    {
        var (keys, others) = (new List<string>(), new List<string>());
        foreach (var pair in new QueryStringEnumerable(query))
            if (pair.DecodeName().Span.Equals(Name, StringComparison.OrdinalIgnoreCase))
                keys.Add(pair.DecodeValue().ToString());
            else
                others.Add($"{pair.EncodedName}={pair.EncodedValue}");
        return (keys, others);
    }
}

/// <summary>Stands before everything else: the host's own request log is written before the first middleware runs.</summary>
internal sealed class QueryKeyFirst(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        QueryKey.TakeOut(featureCollection);
        return _factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _factory.Dispose(httpContext);
}
