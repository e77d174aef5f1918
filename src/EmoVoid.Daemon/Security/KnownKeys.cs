using EmoVoid.Core.Keys;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Daemon.Security;

/// <summary>Who may come in, at the moment of a request.</summary>
internal sealed class KnownKeys(Access access, Keyring keyring, ILogger<KnownKeys> log)
{
    private readonly ApiKey[] _configured = access.Configured() is { } key ? [key] : [];

    /// <summary>One answer for the whole of a request: it must not be open at one check and closed at the next.</summary>
    public Moment Of(HttpContext http)
    {
        if (http.Features.Get<Moment>() is { } moment)
            return moment;
        moment = Now();
        http.Features.Set(moment);
        return moment;
    }

    private Moment Now()
    {
        try
        {
            IReadOnlyList<ApiKey> stored = keyring.Current();
            IReadOnlyList<ApiKey> keys = _configured.Length == 0 ? stored : [.. _configured, .. stored];
            return new Moment(keys, IsOpen: keys.Count == 0 && access.IsLocal);
        }
        catch (SqliteException e)
        {
            log.KeysUnreadable(e);
            return new Moment(Keys: null, IsOpen: false);
        }
    }

    /// <param name="Keys">Null when they cannot be read, and then nobody is let in.</param>
    /// <param name="IsOpen">There is no key at all, and only this machine can ask: everyone on it may.</param>
    internal sealed record Moment(IReadOnlyList<ApiKey>? Keys, bool IsOpen);
}
