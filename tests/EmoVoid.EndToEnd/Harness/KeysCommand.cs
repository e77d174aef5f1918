namespace EmoVoid.EndToEnd.Harness;

/// <summary>The real <c>emovoidd keys</c>, in a process of its own.</summary>
internal static class KeysCommand
{
    /// <summary>Makes a key and gives it.</summary>
    public static async Task<string> Add(string state, string name, string scope)
    {
        var added = await Run(state, "add", name, "--scope", scope);
        Assert.True(added.ExitCode == 0, added.Output + added.Error);
        return added.Output.TrimEnd('\n');
    }

    public static async Task Revoke(string state, string name)
    {
        var revoked = await Run(state, "revoke", name);
        Assert.True(revoked.ExitCode == 0, revoked.Output + revoked.Error);
    }

    public static Task<Programs.Result> Run(string state, params string[] arguments) => Programs.Run(Binaries.Daemon, ["keys", .. arguments, "--state", state]);
}
