using Dapper;
using EmoVoid.Core.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Keys;

public sealed class KeyringTests : IDisposable
{
    private readonly TestState state = new();
    private readonly KeyStore keys;
    private readonly Keyring ring;

    public KeyringTests()
    {
        keys = new KeyStore(state.Database, state.Clock);
        ring = new Keyring(state.Database, NullLogger<Keyring>.Instance);
    }

    public void Dispose()
    {
        ring.Dispose();
        state.Dispose();
    }

    [Fact]
    public void What_is_made_or_revoked_is_known_at_the_next_question()
    {
        Assert.Empty(ring.Current());
        for (var round = 0; round < 20; round++)
        {
            var text = keys.Add("a", KeyScope.Read);
            Assert.Equal("a", ring.Current().Match(text)?.Name);
            keys.Revoke("a");
            Assert.Null(ring.Current().Match(text));
        }
    }

    [Fact]
    public void A_name_that_was_made_anew_has_only_its_new_key_and_scope()
    {
        var old = keys.Add("a", KeyScope.Read);
        Assert.Single(ring.Current());
        keys.Revoke("a");
        var made = keys.Add("a", KeyScope.Write);

        Assert.Null(ring.Current().Match(old));
        Assert.Equal(KeyScope.Write, ring.Current().Match(made)?.Scope);
    }

    [Fact]
    public void Other_writing_leaves_the_list_the_same()
    {
        keys.Add("a", KeyScope.Read);
        var before = ring.Current();
        state.Runs.Create(TestState.NewRun("other"));
        Assert.Same(before, ring.Current());
    }

    [Fact]
    public void When_the_keys_cannot_be_read_nobody_is_told_of_old_ones_and_it_mends_itself()
    {
        var text = keys.Add("a", KeyScope.Read);
        Assert.NotNull(ring.Current().Match(text));
        Execute("alter table api_keys rename to elsewhere");

        Assert.Throws<SqliteException>(ring.Current);
        Assert.Throws<SqliteException>(ring.Current);
        Execute("alter table elsewhere rename to api_keys");

        Assert.NotNull(ring.Current().Match(text));
    }

    [Fact]
    public void Many_threads_ask_while_keys_come_and_go()
    {
        var stays = keys.Add("stays", KeyScope.Write);
        Parallel.For(0, 400, number =>
        {
            if (number % 20 == 0)
                keys.Add($"n{number}", KeyScope.Read);
            Assert.NotNull(ring.Current().Match(stays));
        });
        Assert.Equal(21, ring.Current().Count);
    }

    private void Execute(string sql)
    {
        using var connection = state.Database.Open();
        connection.Execute(sql);
    }
}
