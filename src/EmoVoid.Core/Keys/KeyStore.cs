using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Keys;

/// <summary>Makes, lists and revokes keys in the database; another process may do so while the daemon runs.</summary>
public sealed class KeyStore(Database database, TimeProvider time)
{
    /// <summary>Whether keys can be kept: the database is there, and of a version that has them.</summary>
    public bool IsReady
    {
        get
        {
            // Opening would make an empty file.
            if (!File.Exists(database.Path))
                return false;
            using var connection = database.Open();
            return HasTable(connection);
        }
    }

    /// <summary>The keys by name; none where there is no database yet.</summary>
    public IReadOnlyList<ApiKey> List()
    {
        if (!IsReady)
            return [];
        using var connection = database.Open();
        return List(connection);
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key's text, which cannot be had a second time.</returns>
    /// <exception cref="KeyException">The name is taken or cannot be a name.</exception>
    public string Add(string name, KeyScope scope)
    {
        if (KeyNames.Problem(name) is { } problem)
            throw new KeyException(problem);
        var key = KeyText.Make();
        using var connection = database.Open();
        var added = connection.Execute(
            "insert into api_keys (name, scope, sha256, created_at) values (@name, @scope, @sha256, @now) on conflict (name) do nothing",
            new { name, scope = scope.Word(), sha256 = KeyText.Digest(key), now = time.GetUtcNow() });
        return added == 1 ? key : throw new KeyException($"there is already a key '{name}'; revoke it first, or take another name");
    }

    /// <summary>Takes a key away for good; its name is free again.</summary>
    /// <exception cref="KeyException">There is no such key here.</exception>
    public void Revoke(string name)
    {
        if (KeyNames.IsConfiguration(name))
            throw new KeyException($"'{name}' is the key in EmoVoid:ApiKey; take it out of emovoid.json (or the environment) and restart the daemon");
        if (!IsReady || !Delete(name))
            throw new KeyException($"there is no key '{name}'; {Others()}");
    }

    internal static IReadOnlyList<ApiKey> List(SqliteConnection connection) =>
        connection.Query<ApiKey>("select name, scope, sha256, created_at from api_keys order by name").AsList();

    internal static bool HasTable(SqliteConnection connection) =>
        connection.ExecuteScalar<bool>("select exists (select 1 from sqlite_master where type = 'table' and name = 'api_keys')");

    private bool Delete(string name)
    {
        using var connection = database.Open();
        return connection.Execute("delete from api_keys where name = @name", new { name }) == 1;
    }

    private string Others() => List() is { Count: > 0 } keys ? $"there are {string.Join(", ", keys.Select(key => key.Name))}" : "there are none";
}
