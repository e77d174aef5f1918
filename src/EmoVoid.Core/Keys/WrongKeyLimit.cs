using System.Net;
using System.Net.Sockets;

namespace EmoVoid.Core.Keys;

/// <summary>Counts wrong keys by the address that sent them. Safe to use from several threads at once.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting take no <see cref="TimeProvider"/>, and grow by one for each address that comes.
/// </remarks>
public sealed class WrongKeyLimit(TimeProvider time)
{
    /// <summary>So many wrong keys of one address are answered in a <see cref="Window"/>.</summary>
    public const int Limit = 10;

    /// <summary>So many addresses are told apart; those that come when all places are taken share one count.</summary>
    public const int Addresses = 4096;

    /// <summary>Begins with an address's first wrong key.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly IPAddress Shared = IPAddress.None;

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Count> counts = [];

    /// <summary>How many counts are held now: at most <see cref="Addresses"/> and the shared one.</summary>
    internal int Held => counts.Count;

    /// <summary>Counts a wrong key.</summary>
    /// <param name="address">Who sent it; null for a unix socket.</param>
    /// <returns>How many the address has sent in its window, and how long it must wait when those are more than <see cref="Limit"/>, else null.</returns>
    public (int Sent, TimeSpan? Wait) Add(IPAddress? address)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var count = CountOf(Block(address), now);
            // It stays at one too many: the number means no more than that.
            count.Sent = Math.Min(count.Sent + 1, Limit + 1);
            return (count.Sent, count.Sent > Limit ? Window - time.GetElapsedTime(count.Since, now) : null);
        }
    }

    private Count CountOf(IPAddress address, long now)
    {
        if (!counts.ContainsKey(address) && counts.Count >= Addresses)
            Forget(now);
        if (!counts.ContainsKey(address) && counts.Count >= Addresses)
            address = Shared;
        if (!counts.TryGetValue(address, out var count) || IsOver(count, now))
            counts[address] = count = new Count(now);
        return count;
    }

    private void Forget(long now)
    {
        foreach (var (address, _) in counts.Where(entry => IsOver(entry.Value, now)).ToList())
            counts.Remove(address);
    }

    private bool IsOver(Count count, long now) => time.GetElapsedTime(count.Since, now) >= Window;

    // One household has 2^64 addresses of IPv6: the first 64 bits are who it is.
    private static IPAddress Block(IPAddress? address)
    {
        if (address is null)
            return IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed class Count(long since)
    {
        public long Since { get; } = since;
        public int Sent { get; set; }
    }
}
