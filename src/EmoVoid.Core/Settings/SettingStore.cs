using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Settings;

/// <summary>Names of the settings that may change while the daemon runs.</summary>
public static class SettingNames
{
    /// <summary>Whether the queue starts nothing: a bool.</summary>
    public const string QueueHeld = "queue.held";

    /// <summary>Until when the GPU is left to others, as asked by a person: a time.</summary>
    public const string YieldUntil = "gpu.yield_until";
}

/// <summary>Settings that people change while the daemon runs; they hold over a restart.</summary>
/// <remarks>Read from memory: this process alone writes them.</remarks>
public sealed class SettingStore(Database database)
{
    private readonly ConcurrentDictionary<string, string?> _known = [];

    /// <summary>Raised with a setting's name when it has changed.</summary>
    public event Action<string>? Changed;

    /// <returns>The type's default when it was never set.</returns>
    public T? Get<T>(string name) => _known.GetOrAdd(name, Read) is { } json ? JsonSerializer.Deserialize<T>(json) : default;

    public void Set<T>(string name, T value)
    {
        var json = JsonSerializer.Serialize(value);
        using var connection = database.Open();
        connection.Execute("insert into settings (name, value) values (@name, @json) on conflict (name) do update set value = excluded.value", new { name, json });
        _known[name] = json;
        Changed?.Invoke(name);
    }

    private string? Read(string name)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<string>("select value from settings where name = @name", new { name });
    }
}
