namespace EmoVoid.Daemon.Hosting;

/// <summary>The state folder when none is named.</summary>
internal static class DefaultStateFolder
{
    public const string OfService = "/var/lib/emovoid";

    /// <summary>The unit's <c>StateDirectory=</c> becomes this variable.</summary>
    public const string Variable = "STATE_DIRECTORY";

    /// <summary>Whom the package makes for the service.</summary>
    private const string ServiceUser = "emovoid";

    /// <summary>The unit's; else, for root and the service's user, the service's when it is there; else the XDG state folder of a person.</summary>
    /// <exception cref="CannotStartException">A user without a home folder.</exception>
    public static string Choose()
    {
        if (Value(Variable) is { } ofUnit)
            return ofUnit.Split(':')[0];
        if ((Environment.IsPrivilegedProcess || Environment.UserName == ServiceUser) && Directory.Exists(OfService))
            return OfService;
        return Path.Combine(Value("XDG_STATE_HOME") ?? Path.Combine(Home(), ".local", "state"), "emovoid");
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
        ? home
        : throw new CannotStartException($"{Account.CurrentName} has no home folder to keep anything in; name a state folder with --state");

    private static string? Value(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
