using System.Security.Claims;
using System.Text.Encodings.Web;
using EmoVoid.Core.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Security;

/// <summary>
/// Knows a caller by the key in <c>X-Api-Key</c>, <c>Authorization: Bearer</c> or <c>?apikey=</c>. While there is no key at all,
/// everyone on this machine is known.
/// </summary>
internal sealed class ApiKeyAuthentication(
    KnownKeys known, WrongKeyLimit limit, ILogger<ApiKeyAuthentication> log,
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";
    public const string Header = "X-Api-Key";

    // One handler is made for each request.
    private Refusal _refusal = Refusal.NoKey;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => _refusal.Answer(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusal.OnlyReads(Context.User.Identity?.Name).Answer(Context);

    private AuthenticateResult Authenticate()
    {
        // A watchdog's question is answered whatever key comes with it, and whatever the database does.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();
        var now = known.Of(Context);
        if (now.IsOpen)
            return Known("local", KeyScope.Write);
        if (now.Keys is null)
            return Refused(Refusal.KeysUnreadable);
        if (now.Keys.Count == 0)
            return Refused(Refusal.NoKeysYet);
        if (KeyOfRequest() is not { } sent)
            return AuthenticateResult.NoResult();
        return now.Keys.Match(sent) is { } key ? Known(key.Name, key.Scope) : Refused(WrongKey());
    }

    private string? KeyOfRequest()
    {
        const string bearer = "Bearer ";
        if (Request.Headers[Header] is [{ } key])
            return key;
        if (Request.Headers.Authorization is [{ } value] && value.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return value[bearer.Length..].Trim();
        return Context.Features.Get<QueryKey>()?.Value;
    }

    private Refusal WrongKey()
    {
        var address = Context.Connection.RemoteIpAddress;
        var (sent, wait) = limit.Add(address);
        if (wait is { } time)
            return Refusal.TooManyWrongKeys(time);
        log.WrongKey(address?.ToString() ?? "a local socket", sent, WrongKeyLimit.Limit, WrongKeyLimit.Window);
        return Refusal.WrongKey;
    }

    private AuthenticateResult Refused(Refusal refusal)
    {
        _refusal = refusal;
        return AuthenticateResult.Fail(refusal.Title);
    }

    private static AuthenticateResult Known(string caller, KeyScope scope)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, caller), new Claim(ReadKeysOnlyRead.ScopeClaim, scope.Word())], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}
