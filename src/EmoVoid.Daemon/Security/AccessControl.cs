using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.Security;

/// <summary>Keys, and the hosts a browser may name.</summary>
internal static class AccessControl
{
    /// <exception cref="CannotStartException">The configured addresses and key do not go together.</exception>
    public static void AddAccessControl(this WebApplicationBuilder builder)
    {
        var access = Access.Of(builder.Configuration);
        if (access.Problems().ToList() is { Count: > 0 } problems)
            throw new CannotStartException(string.Join("; ", problems));

        builder.Services.AddSingleton(access);
        // The core alone: the whole of it would make and store keys for cookies, which nobody here uses.
        builder.Services.AddWebEncoders().AddTransient<ApiKeyAuthentication>().AddAuthenticationCore(options =>
        {
            options.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
            options.DefaultScheme = ApiKeyAuthentication.Name;
        });
        builder.Services.AddAuthorization();
        builder.Services.AddHostFiltering(options => 
        {
            options.AllowedHosts = AllowedHosts(access);
            options.IncludeFailureMessage = false;
        });
    }

    // A page on the web may let its own name resolve to 127.0.0.1 and then read from here; its requests still carry that name.
    private static string[] AllowedHosts(Access access) => access.ApiKey is null ? ["localhost", "127.0.0.1", "[::1]"] : ["*"];
}
