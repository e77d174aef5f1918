using System.Text;
using EmoVoid.Core.Keys;
using EmoVoid.Core.Persistence;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Keys;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TestState state = new();
    private readonly KeyStore keys;

    public KeyStoreTests() => keys = new KeyStore(state.Database, state.Clock);

    public void Dispose() => state.Dispose();

    [Fact]
    public void A_made_key_is_known_by_its_name_scope_and_time()
    {
        var text = keys.Add("grafana", KeyScope.Read);
        keys.Add("Admin", KeyScope.Write);

        Assert.Equal(["Admin", "grafana"], keys.List().Select(key => key.Name));
        var match = keys.List().Match(text)!;
        Assert.Equal(("grafana", KeyScope.Read, (DateTimeOffset?)state.Clock.GetUtcNow()), (match.Name, match.Scope, match.CreatedAt));
        Assert.Null(keys.List().Match(text + "x"));
        Assert.Null(keys.List().Match(""));
    }

    [Fact]
    public void Keys_are_256_random_bits_that_fit_into_headers_and_addresses()
    {
        var made = Enumerable.Range(0, 200).Select(_ => KeyText.Make()).ToList();
        Assert.Equal(200, made.Distinct().Count());
        Assert.All(made, key => Assert.Matches("^emovoid_[A-Za-z0-9_-]{43}$", key));
        // 200 × 256 fair coins have a standard deviation of 113: ten of them never happen.
        var bits = made.SelectMany(key => System.Buffers.Text.Base64Url.DecodeFromChars(key.AsSpan("emovoid_".Length))).Sum(one => int.PopCount(one));
        Assert.InRange(bits, 25600 - 1132, 25600 + 1132);
    }

    [Fact]
    public void No_file_of_the_database_holds_a_key()
    {
        var text = keys.Add("grafana", KeyScope.Read);
        var secret = text["emovoid_".Length..];

        foreach (var file in Directory.GetFiles(state.Folder.Root, "emovoid.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var memory = new MemoryStream();
            open.CopyTo(memory);
            Assert.Equal(-1, memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
        }
    }

    [Fact]
    public void A_name_is_taken_once_whatever_its_case_and_free_again_when_revoked()
    {
        var first = keys.Add("grafana", KeyScope.Read);
        Assert.Equal("there is already a key 'Grafana'; revoke it first, or take another name", Refused(() => keys.Add("Grafana", KeyScope.Write)));
        Assert.Equal("grafana", keys.List().Match(first)!.Name);

        keys.Revoke("GRAFANA");
        Assert.Empty(keys.List());
        var second = keys.Add("grafana", KeyScope.Write);

        Assert.Null(keys.List().Match(first));
        Assert.NotNull(keys.List().Match(second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("new\nline")]
    [InlineData("größe")]
    [InlineData("configuration")]
    [InlineData("Configuration")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_name_that_cannot_be_one_is_refused(string name)
    {
        Assert.Contains($"'{name}'", Refused(() => keys.Add(name, KeyScope.Read)), StringComparison.Ordinal);
        Assert.Empty(keys.List());
    }

    [Fact]
    public void Revoking_what_is_not_there_names_what_is()
    {
        Assert.Equal("there is no key 'x'; there are none", Refused(() => keys.Revoke("x")));
        keys.Add("a", KeyScope.Read);
        keys.Add("b", KeyScope.Read);
        Assert.Equal("there is no key 'x'; there are a, b", Refused(() => keys.Revoke("x")));
        Assert.Contains("take it out of emovoid.json", Refused(() => keys.Revoke("configuration")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_database_is_there_are_no_keys_and_none_is_made_by_asking()
    {
        using var folder = new TemporaryFolder();
        var none = new KeyStore(new Database(folder["emovoid.db"]), state.Clock);

        Assert.False(none.IsReady);
        Assert.Empty(none.List());
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string Refused(Action action) => Assert.Throws<KeyException>(action).Message;
}
