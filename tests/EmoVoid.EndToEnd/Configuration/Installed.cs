using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary>
/// A machine with the service installed, as only the processes of this test see it: its user <c>emovoid</c> in <c>/etc</c>, the configuration
/// there, and <c>/var/lib/emovoid</c>, which belongs to that user.
/// </summary>
internal sealed class Installed : IDisposable
{
    public const string State = "/var/lib/emovoid";

    /// <summary>Nobody's on any machine that tests run on.</summary>
    public const uint User = 64123, Group = 64124, RenderGroup = 64125;

    private readonly TemporaryFolder _place = new();

    private Installed()
    {
    }

    /// <summary>To run a command within; the process stays the one that was started.</summary>
    public string[] Within => ["unshare", "--mount", "/bin/sh", "-ec", "mount --bind \"$0/etc\" /etc; mount --bind \"$0/lib\" /var/lib; exec \"$@\"", _place.Path];

    /// <summary>Where others see the state folder.</summary>
    public string Seen => _place["lib", "emovoid"];

    /// <summary>Skips the test, with the reason, where this is not root or may not mount.</summary>
    public static async Task<Installed> Make()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can become another user.");
        var machine = new Installed();
        try
        {
            // The place itself is closed to others, who must go through it.
            await Shell($"chmod o+x '{machine._place.Path}' && mkdir -p '{machine.Seen}' && chown {User}:{Group} '{machine.Seen}'");
            await Shell($"cp -a /etc '{machine._place.Path}/' && cd '{machine._place.Path}/etc' && rm -rf emovoid && mkdir emovoid "
                + $"&& echo 'emovoid:x:{User}:{Group}::{State}:/usr/sbin/nologin' >> passwd && echo 'emovoid:x:{Group}:' >> group && echo 'testrender:x:{RenderGroup}:emovoid' >> group");
            var mounts = await machine.Run("true");
            Assert.SkipWhen(mounts.ExitCode != 0, "Nothing can be mounted here: " + mounts.Error.Trim());
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>Writes the machine's configuration, which its group may read.</summary>
    public Task Configure(string json)
    {
        _place.Write("etc/emovoid/emovoid.json", json);
        return Shell($"chgrp {Group} '{_place.Path}/etc/emovoid/emovoid.json' && chmod 0640 '{_place.Path}/etc/emovoid/emovoid.json'");
    }

    public Task<Programs.Result> Run(string program, params string[] arguments) =>
        Programs.Run(Within[0], [.. Within[1..], program, .. arguments], environment: new() { ["HOME"] = "/root", ["XDG_STATE_HOME"] = "" });

    /// <summary>The numbers of users and groups of all that is in the state folder.</summary>
    public async Task<string[]> Owners()
    {
        var found = await Programs.Run("find", [Seen, "-printf", "%U:%G\n"]);
        return [.. found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
    }

    public void Dispose() => _place.Dispose();

    public static async Task Shell(string script)
    {
        var result = await Programs.Run("/bin/sh", ["-ec", script]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
