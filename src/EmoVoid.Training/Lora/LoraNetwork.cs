using System.Runtime.InteropServices;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Lora;

/// <summary>The low-rank updates of a DiT's layers: all that a run trains.</summary>
/// <remarks>
/// Parameters and gradients are one flat buffer each. Every matrix is a leaf of its own that shares the parameters' memory, and its gradient
/// was set beforehand to the same place of the gradients' memory, where the backward pass adds in place. A single leaf with views would cost
/// a full-size tensor of zeros for each view in every backward pass.
/// </remarks>
public sealed class LoraNetwork : IDisposable
{
    private readonly Linear[] layers;
    private readonly Tensor[] leaves;

    private LoraNetwork(LoraLayout layout, Linear[] layers, Device device)
    {
        (Layout, this.layers) = (layout, layers);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        Parameters = zeros(layout.Parameters, dtype: float32, device: device).DetachFromDisposeScope();
        Gradients = zeros(layout.Parameters, dtype: float32, device: device).DetachFromDisposeScope();
        Modules = [.. layout.Slots.Select(slot => new LoraModule(slot, Leaf(slot.Offset, slot.Rank, slot.Inputs), Leaf(slot.UpOffset, slot.Outputs, slot.Rank)))];
        leaves = [.. Modules.SelectMany(module => new[] { module.Down, module.Up })];
        for (var i = 0; i < layers.Length; i++)
            layers[i].LowRank = new LowRank(Modules[i].Down, Modules[i].Up, layout.Scale);
    }

    public LoraLayout Layout { get; }

    /// <summary>(N) float32: every down and up, layer after layer.</summary>
    public Tensor Parameters { get; }

    /// <summary>(N) float32, laid out like <see cref="Parameters"/>; a backward pass adds to it.</summary>
    public Tensor Gradients { get; }

    /// <summary>In the order of the layers, block after block.</summary>
    public IReadOnlyList<LoraModule> Modules { get; }

    /// <summary>Puts a fresh LoRA on the DiT: down uniform in ±1/√inputs, up zero, so that it changes nothing yet.</summary>
    /// <param name="rank">r, at least 1.</param>
    /// <param name="alpha">α; the update is multiplied with α/r.</param>
    /// <param name="seed">The run's: the same seed gives the same bits on every machine.</param>
    /// <remarks>±1/√inputs is Kaiming-uniform with a = √5, the common start. Source: Hu et al., "LoRA", section 4.1.</remarks>
    public static LoraNetwork Attach(AnimaDit dit, int rank, double alpha, long seed)
    {
        (string Name, Linear Layer)[] targets = [.. dit.LoraTargets];
        var network = new LoraNetwork(LoraLayout.Of(targets, rank, alpha), [.. targets.Select(target => target.Layer)], dit.Placement.Device);
        for (var i = 0; i < network.Modules.Count; i++)
            Fill(network.Modules[i].Down, new Draw(seed, Purpose.LoraInit, step: 0, sample: i));
        return network;
    }

    /// <summary>Before each step: the backward pass adds.</summary>
    public void ZeroGradients()
    {
        using var scope = NewDisposeScope(); // for the second handle that an in-place operation gives back
        Gradients.zero_();
    }

    /// <summary>Replaces all numbers by saved ones.</summary>
    /// <param name="saved">(N) float32, laid out like <see cref="Parameters"/>.</param>
    public void Take(Tensor saved)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope(); // for the second handle that an in-place operation gives back
        Parameters.copy_(saved);
    }

    /// <summary>Takes the LoRA off the layers again and frees it.</summary>
    public void Dispose()
    {
        foreach (var layer in layers)
            layer.LowRank = null;
        foreach (var leaf in leaves)
            leaf.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
    }

    private Tensor Leaf(long offset, long rows, long columns)
    {
        using var scope = NewDisposeScope();
        var leaf = Parameters.narrow(0, offset, rows * columns).view(rows, columns).detach().requires_grad_();
        leaf.grad = Gradients.narrow(0, offset, rows * columns).view(rows, columns);
        return leaf.DetachFromDisposeScope();
    }

    private static void Fill(Tensor down, Draw draw)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var values = empty(down.shape, dtype: float32);
        draw.FillUniform(MemoryMarshal.Cast<byte, float>(values.bytes), bound: 1 / Math.Sqrt(down.shape[1]));
        down.copy_(values);
    }
}

/// <param name="Down">A: (r, inputs), a leaf in the flat buffer.</param>
/// <param name="Up">B: (outputs, r), a leaf in the flat buffer.</param>
public sealed record LoraModule(LoraSlot Slot, Tensor Down, Tensor Up);
