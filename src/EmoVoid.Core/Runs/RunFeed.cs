using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EmoVoid.Core.Runs;

/// <summary>Tells whoever listens what happens to runs: the queue, the event streams, notifications.</summary>
public sealed class RunFeed
{
    /// <summary>A listener that is so many news behind is slow enough to lose the oldest; what counts can be read from the database.</summary>
    private const int MostWaiting = 1024;

    private readonly ConcurrentDictionary<Subscription, bool> _listeners = [];

    /// <summary>News from now on, until the result is disposed.</summary>
    public Subscription Subscribe() => new(_listeners);

    internal void Tell(RunNews news)
    {
        foreach (var listener in _listeners.Keys)
            listener.Take(news);
    }

    /// <summary>One listener's news, in order.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly Channel<RunNews> _news;
        private readonly ConcurrentDictionary<Subscription, bool> _listeners;
        private volatile bool _hasLost;

        internal Subscription(ConcurrentDictionary<Subscription, bool> listeners)
        {
            _news = Channel.CreateBounded<RunNews>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, _ => _hasLost = true);
            _listeners = listeners;
            listeners[this] = true;
        }

        public ChannelReader<RunNews> News => _news.Reader;

        /// <summary>Whether news were lost since this was asked last.</summary>
        public bool TakeLoss()
        {
            if (!_hasLost)
                return false;
            _hasLost = false;
            return true;
        }

        public void Dispose()
        {
            _listeners.TryRemove(this, out _);
            _news.Writer.TryComplete();
        }

        internal void Take(RunNews news) => _news.Writer.TryWrite(news);
    }
}
