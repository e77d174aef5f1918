using System.Net;
using EmoVoid.Core.Keys;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Keys;

public class WrongKeyLimitTests
{
    private static readonly IPAddress Somebody = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider clock = new();
    private readonly WrongKeyLimit limit;

    public WrongKeyLimitTests() => limit = new WrongKeyLimit(clock);

    [Fact]
    public void Ten_in_a_minute_are_answered_and_the_next_must_wait_for_the_rest_of_it()
    {
        for (var sent = 1; sent <= 10; sent++, clock.Advance(TimeSpan.FromSeconds(2)))
            Assert.Equal((sent, null), limit.Add(Somebody));

        Assert.Equal((11, TimeSpan.FromSeconds(40)), limit.Add(Somebody));
        clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(TimeSpan.FromSeconds(1), limit.Add(Somebody).Wait);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, null), limit.Add(Somebody));
    }

    [Fact]
    public void One_address_does_not_stand_for_another()
    {
        Exhaust("192.0.2.1");
        Assert.Null(limit.Add(IPAddress.Parse("192.0.2.2")).Wait);
        Assert.NotNull(limit.Add(IPAddress.Parse("::ffff:192.0.2.1")).Wait);
    }

    [Fact]
    public void A_block_of_64_bits_of_IPv6_is_one_address()
    {
        Exhaust("2001:db8:1:2::1");
        Assert.NotNull(limit.Add(IPAddress.Parse("2001:db8:1:2:ffff::9")).Wait);
        Assert.Null(limit.Add(IPAddress.Parse("2001:db8:1:3::1")).Wait);
    }

    [Fact]
    public void Whoever_comes_through_a_local_socket_is_counted_too()
    {
        for (var sent = 0; sent < WrongKeyLimit.Limit; sent++)
            Assert.Null(limit.Add(null).Wait);
        Assert.NotNull(limit.Add(null).Wait);
    }

    [Fact]
    public void A_hundred_thousand_addresses_take_no_more_room_and_share_one_count()
    {
        for (var number = 0; number < WrongKeyLimit.Addresses; number++)
            Assert.Null(limit.Add(Numbered(number)).Wait);
        for (var number = WrongKeyLimit.Addresses; number < 100_000; number++)
            Assert.Equal(number >= WrongKeyLimit.Addresses + WrongKeyLimit.Limit, limit.Add(Numbered(number)).Wait is not null);

        Assert.InRange(limit.Held, WrongKeyLimit.Addresses, WrongKeyLimit.Addresses + 1);
        // Who had a count before keeps it.
        Assert.Equal((2, null), limit.Add(Numbered(7)));
        clock.Advance(WrongKeyLimit.Window);
        Assert.Equal((1, null), limit.Add(Numbered(99_999)));
        Assert.Equal(1, limit.Held);
    }

    [Fact]
    public void Counting_from_many_threads_loses_nothing()
    {
        var answered = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (limit.Add(Somebody).Wait is null)
                Interlocked.Increment(ref answered);
        });
        Assert.Equal(WrongKeyLimit.Limit, answered);
    }

    private void Exhaust(string address)
    {
        for (var sent = 0; sent < WrongKeyLimit.Limit; sent++)
            Assert.Null(limit.Add(IPAddress.Parse(address)).Wait);
        Assert.NotNull(limit.Add(IPAddress.Parse(address)).Wait);
    }

    private static IPAddress Numbered(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
