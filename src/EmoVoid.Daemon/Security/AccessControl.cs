using EmoVoid.Core.Keys;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace EmoVoid.Daemon.Security;

/// <summary>Keys, and the pages and hosts that a browser may come from. Secure by default: a route that says nothing of keys asks for one.</summary>
internal static class AccessControl
{
    // A page on the web may let its own name resolve to 127.0.0.1 and then read from here; its requests still carry that name.
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether the configured addresses and the keys go together: every reason why not.</summary>
    public static IEnumerable<string> Problems(Access access, StateFolder state) => access.Problems(() => MayKeysBeStored(state));

    public static void AddAccessControl(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Access.Of(builder.Configuration)).AddSingleton<KnownKeys>().AddSingleton<IHttpContextFactory, QueryKeyFirst>();
        // The core alone: the whole of it would make and store keys for cookies, which nobody here uses.
        builder.Services.AddWebEncoders().AddTransient<ApiKeyAuthentication>().AddAuthenticationCore(options =>
        {
            options.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
            options.DefaultScheme = ApiKeyAuthentication.Name;
        });
        builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy).AddSingleton<IAuthorizationHandler, ReadKeysOnlyRead>();
        builder.Services.AddHostFiltering(options => (options.AllowedHosts, options.IncludeFailureMessage) = (OwnNames, false));
    }

    /// <summary>Comes before everything that serves; what is served before it, is served to everyone.</summary>
    public static void UseAccessControl(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<KnownKeys>();
        // Whoever sends a key is no rebound page, and may come through a proxy under any name.
        app.UseWhen(http => known.Of(http).IsOpen, open => open.UseHostFiltering());
        app.UseForeignOriginRefusal();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    // Before anything is begun: a daemon that must not be served leaves the state folder as it is. A damaged database is mended by the start itself,
    // and until there is a key after that, nobody is let in from anywhere.
    private static bool MayKeysBeStored(StateFolder state)
    {
        try
        {
            return KeysBeforeStart.AnyIn(state.Database) ?? true;
        }
        catch (DatabaseException e)
        {
            throw new CannotStartException(e.Message);
        }
    }
}
