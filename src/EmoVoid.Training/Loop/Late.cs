namespace EmoVoid.Training.Loop;

/// <summary>Something large that is loaded when it is first needed, and freed if it was.</summary>
internal sealed class Late<T>(Func<T> load) : IDisposable
    where T : class, IDisposable
{
    private T? value;

    public T Value => value ??= load();

    public void Dispose() => value?.Dispose();
}
