using System.Globalization;
using EmoVoid.Core.Keys;
using EmoVoid.Daemon.Security;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>What <c>emovoidd keys</c> says, and above all what changes for everybody else.</summary>
internal static class KeysText
{
    /// <param name="isFirst">Whether nobody needed a key until now.</param>
    public static IEnumerable<string> Added(KeyScope scope, bool isFirst)
    {
        yield return $"Send it in the header {ApiKeyAuthentication.Header}, as Authorization: Bearer KEY, or, where no header can be set, as ?{QueryKey.Name}=KEY.";
        if (!isFirst)
            yield break;
        yield return "It is the first key. From now on every request needs one, also on this machine: a curl or a page that worked without is answered 401. "
            + "Only /ping, /health/live and /health/ready stay open. A running daemon knows it already.";
        if (scope == KeyScope.Read)
            yield return "It only reads, so nobody can change anything over REST now. For yourself: emovoidd keys add NAME --scope write";
    }

    public static IEnumerable<string> Table(IReadOnlyList<ApiKey> keys, Access access, string state)
    {
        var rows = keys.Select(key => (key.Name, Scope: key.Scope.Word(), Made: Time(key.CreatedAt))).ToList();
        if (access.ConfiguredKey is not null)
            rows.Add((KeyNames.Configuration, KeyScope.Write.Word(), "EmoVoid:ApiKey, as this command reads the configuration"));
        if (rows.Count == 0)
            return [$"There are no keys for the daemon of {state}: on loopback it answers everyone on this machine, and elsewhere it does not listen. "
                + "Make one with emovoidd keys add NAME."];
        var width = Math.Max("NAME".Length, rows.Max(row => row.Name.Length));
        return rows.Prepend(("NAME", "SCOPE", "MADE")).Select(row => $"{row.Item1.PadRight(width)}  {row.Item2,-5}  {row.Item3}");
    }

    /// <summary>What the keys that are left are good for.</summary>
    public static IEnumerable<string> Left(IReadOnlyList<ApiKey> keys, Access access)
    {
        if (access.ConfiguredKey is not null)
            yield break;
        if (keys.Count == 0)
            yield return "It was the last key. A daemon on loopback now answers everyone on this machine without one; one that other machines can reach answers nobody.";
        else if (keys.All(key => key.Scope == KeyScope.Read))
            yield return "The keys that are left only read, so nobody can change anything over REST now. For yourself: emovoidd keys add NAME --scope write";
    }

    private static string Time(DateTimeOffset? made) => made?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
