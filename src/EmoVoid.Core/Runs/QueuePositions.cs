namespace EmoVoid.Core.Runs;

/// <summary>The ids of the queued runs in their order, kept in memory and read anew when something has moved: a list asks for every row.</summary>
public sealed class QueuePositions(QueueStore queue, RunFeed feed) : IDisposable
{
    private readonly RunFeed.Subscription _subscription = feed.Subscribe();
    private readonly Lock _gate = new();
    private IReadOnlyList<string>? _order;
    private Dictionary<string, int> _places = [];

    /// <summary>All that wait, the next one first.</summary>
    public IReadOnlyList<string> Order
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return _order!;
            }
        }
    }

    /// <summary>From 1, the next one, on; null for a run that is not queued.</summary>
    public int? Of(string run)
    {
        lock (_gate)
        {
            Refresh();
            return _places.TryGetValue(run, out var place) ? place + 1 : null;
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Refresh()
    {
        var moved = _order is null;
        // What was lost may be what counts.
        moved |= _subscription.TakeLoss();
        while (_subscription.News.TryRead(out var news))
            moved |= news is RunMoved or RunChanged or RunDeleted;
        if (!moved)
            return;
        _order = queue.Order();
        _places = _order.Index().ToDictionary(place => place.Item, place => place.Index);
    }
}
