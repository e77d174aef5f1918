using System.Globalization;
using EmoVoid.Core.Keys;

namespace EmoVoid.Daemon.Security;

/// <summary>Why a caller is not let in, as an RFC 9457 answer that says the way out.</summary>
internal sealed record Refusal(int Status, string Title, string Detail, string? Authenticate = null, TimeSpan? RetryAfter = null)
{
    private const string HowToSend =
        $"in the header {ApiKeyAuthentication.Header}, as Authorization: Bearer KEY, or, where no header can be set, as ?{QueryKey.Name}=KEY";

    public static readonly Refusal NoKey = new(
        StatusCodes.Status401Unauthorized, "Key needed", $"Send a key {HowToSend}. `emovoidd keys add NAME` makes one on the daemon's machine.", "Bearer");

    public static readonly Refusal WrongKey = new(
        StatusCodes.Status401Unauthorized, "Key not known",
        $"The key that was sent is none of the daemon's: it may be misspelt or revoked. Send one {HowToSend}. `emovoidd keys list` names those that there are.",
        "Bearer error=\"invalid_token\"");

    public static readonly Refusal NoKeysYet = new(
        StatusCodes.Status401Unauthorized, "No key is left",
        "The daemon can be reached from other machines and has no key, so nobody is let in. `emovoidd keys add NAME` makes one; no restart is needed.", "Bearer");

    public static readonly Refusal KeysUnreadable = new(
        StatusCodes.Status503ServiceUnavailable, "The keys cannot be read", "The database does not answer, so nobody is let in; the daemon's log says why.");

    /// <param name="wait">Until the address's wrong keys are counted from the start again.</param>
    public static Refusal TooManyWrongKeys(TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests, "Too many wrong keys",
        $"This address has sent more than {WrongKeyLimit.Limit} wrong keys within a minute. A right one is let in at any time.",
        RetryAfter: wait);

    /// <param name="key">The name of the key that was sent.</param>
    public static Refusal OnlyReads(string? key) => new(
        StatusCodes.Status403Forbidden, "Key only reads",
        $"This needs a key of scope write; '{key}' has scope read, which is for GET and HEAD. `emovoidd keys add NAME --scope write` makes one.",
        "Bearer error=\"insufficient_scope\", scope=\"write\"");

    public Task Answer(HttpContext http)
    {
        if (Authenticate is not null)
            http.Response.Headers.WWWAuthenticate = Authenticate;
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(statusCode: Status, title: Title, detail: Detail).ExecuteAsync(http);
    }
}
