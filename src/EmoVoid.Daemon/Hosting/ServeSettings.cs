namespace EmoVoid.Daemon.Hosting;

/// <summary>What the command line says about serving.</summary>
/// <param name="StateFolder">Absolute path of the folder for all that the daemon keeps.</param>
/// <param name="Urls">Where to listen; null leaves it to the configuration and then to <see cref="DefaultUrls"/>.</param>
/// <param name="Configuration">Further settings, <c>--Section:Key=value</c>; they win over files and environment.</param>
internal sealed record ServeSettings(string StateFolder, string? Urls = null, params string[] Configuration)
{
    public const string DefaultUrls = "http://127.0.0.1:8787";

    public MachineFile MachineFile { get; init; } = MachineFile.Default;

    /// <summary>The state folder's own configuration file; need not be there.</summary>
    public string StateFile => Path.Combine(StateFolder, Hosting.Configuration.FileName);
}
