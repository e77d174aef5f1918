using EmoVoid.Core.Keys;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;
using EmoVoid.Daemon.Security;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd keys</c>: who may ask over REST. Works on the database, whether or not a daemon runs on it.</summary>
internal static class Keys
{
    /// <summary>Makes a key. It alone goes to standard output, so that a script can take it; what changes is told beside it.</summary>
    public static int Add(string name, KeyScope scope, ServeSettings settings) => With(settings, (keys, access) =>
    {
        keys.MakeReady();
        var before = keys.Store.List();
        var key = keys.Store.Add(name, scope);
        Console.Error.WriteLine($"Key '{name}' of scope {scope.Word()} for the daemon of {settings.StateFolder}. Nobody can show it again:");
        Console.WriteLine(key);
        foreach (var line in KeysText.Added(scope, isFirst: before.Count == 0 && access.ConfiguredKey is null))
            Console.Error.WriteLine(line);
    });

    public static int List(ServeSettings settings) => With(settings, (keys, access) =>
    {
        foreach (var line in KeysText.Table(keys.Store.List(), access, settings.StateFolder))
            Console.WriteLine(line);
    });

    public static int Revoke(string name, ServeSettings settings) => With(settings, (keys, access) =>
    {
        keys.Store.Revoke(name);
        Console.WriteLine($"Key '{name}' is revoked: the daemon of {settings.StateFolder} refuses it from the next request on.");
        foreach (var line in KeysText.Left(keys.Store.List(), access))
            Console.WriteLine(line);
    });

    private static int With(ServeSettings settings, Action<KeysOfState, Access> action)
    {
        using var services = VerbServices.Of(settings);
        try
        {
            action(new KeysOfState(services), Access.Of(services.GetRequiredService<IConfiguration>()));
            return 0;
        }
        catch (KeyException e)
        {
            throw new CannotStartException(e.Message, exitCode: 1);
        }
        catch (SqliteException e)
        {
            throw new CannotStartException(
                $"the database of {settings.StateFolder} cannot be used: {e.Message} Run this as the user whose daemon it is.", exitCode: 1);
        }
        catch (Exception e) when (e is StateFolderException or DatabaseException)
        {
            throw new CannotStartException(e.Message, exitCode: 1);
        }
    }

    private sealed class KeysOfState(ServiceProvider services)
    {
        public KeyStore Store { get; } = services.GetRequiredService<KeyStore>();

        // The first key may be made before the first start, since a daemon that others can reach does not start without one.
        public void MakeReady()
        {
            if (Store.IsReady)
                return;
            var state = services.GetRequiredService<StateFolder>();
            state.Prepare();
            using var held = Hold(state);
            services.GetRequiredService<DatabaseMigrator>().Migrate();
        }

        // A database must not change its version under a daemon that does not know the new one.
        private static IDisposable Hold(StateFolder state)
        {
            try
            {
                return state.Lock();
            }
            catch (StateFolderException)
            {
                throw new KeyException($"the daemon of {state.Root} is starting, or of an older version without keys; restart it with this version and try again");
            }
        }
    }
}
