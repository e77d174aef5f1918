namespace EmoVoid.Daemon.Hosting;

/// <summary>The configuration file of the whole machine, which every other source goes before.</summary>
/// <param name="Path">Absolute; null: there is none.</param>
/// <param name="IsOwed">Whether somebody named it: then it must be there and be readable.</param>
internal sealed record MachineFile(string? Path, bool IsOwed)
{
    /// <summary>Where the package puts it.</summary>
    public const string DefaultPath = "/etc/emovoid/emovoid.json";

    public static MachineFile None { get; } = new(null, IsOwed: false);

    /// <summary>A person's own daemon need not read the service's file, and mostly may not.</summary>
    public static MachineFile Default { get; } = new(DefaultPath, IsOwed: false);

    /// <param name="named">Null: nobody named one.</param>
    /// <exception cref="CannotStartException">It is not there.</exception>
    public static MachineFile Of(string? named)
    {
        if (named is null)
            return Default;
        return File.Exists(named)
            ? new MachineFile(System.IO.Path.GetFullPath(named), IsOwed: true)
            : throw new CannotStartException($"there is no configuration file {named}, or {Account.CurrentName} may not look there; it is what --config names");
    }
}
