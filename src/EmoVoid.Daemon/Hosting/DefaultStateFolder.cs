using Microsoft.Extensions.Hosting.Systemd;

namespace EmoVoid.Daemon.Hosting;

/// <summary>The state folder when none is named.</summary>
internal static class DefaultStateFolder
{
    public const string OfService = "/var/lib/emovoid";

    /// <summary>The unit's <c>StateDirectory=</c>; else the usual place of a service; else the XDG state folder of a person.</summary>
    public static string Choose()
    {
        if (Variable("STATE_DIRECTORY") is { } ofUnit)
            return ofUnit.Split(':')[0];
        if (SystemdHelpers.IsSystemdService())
            return OfService;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(Variable("XDG_STATE_HOME") ?? Path.Combine(home, ".local", "state"), "emovoid");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
