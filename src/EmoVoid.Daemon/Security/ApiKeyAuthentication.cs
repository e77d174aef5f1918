using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Security;

/// <summary>Knows a caller by the key in <c>X-Api-Key</c> or <c>Authorization: Bearer</c>. Without a configured key everyone on this machine is known.</summary>
internal sealed class ApiKeyAuthentication(
    Access access, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";
    public const string Header = "X-Api-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "Key needed",
            detail: $"Send the key of EmoVoid:ApiKey in the header {Header}, or as Authorization: Bearer.").ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        if (access.ApiKey is null)
            return Known("local");
        if (KeyOfRequest() is not { } key)
            return AuthenticateResult.NoResult();
        return IsSame(key, access.ApiKey) ? Known("key") : AuthenticateResult.Fail("the key is not the configured one");
    }

    private string? KeyOfRequest()
    {
        const string bearer = "Bearer ";
        if (Request.Headers[Header] is [{ } key])
            return key;
        return Request.Headers.Authorization is [{ } value] && value.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? value[bearer.Length..].Trim() : null;
    }

    // Digests have one length, and comparing them takes one time: neither tells how much of a guess was right.
    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));

    private static AuthenticateResult Known(string caller)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, caller)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}
