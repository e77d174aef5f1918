using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>A model whose tensors are never trained. It owns them: disposing it frees their memory at once.</summary>
public abstract class FrozenModel : IDisposable
{
    private IReadOnlyList<Tensor> owned = [];

    /// <summary>Where it computes, and in which type.</summary>
    public Placement Placement { get; private set; } = Placement.Reference;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var tensor in owned)
            tensor.Dispose();
        owned = [];
    }

    /// <summary>Takes over every tensor that the constructor left in the scope.</summary>
    internal void Own(DisposeScope scope, Placement placement)
    {
        owned = [.. scope.DisposablesView.OfType<Tensor>()];
        foreach (var tensor in owned)
            tensor.DetachFromDisposeScope();
        Placement = placement;
    }
}
