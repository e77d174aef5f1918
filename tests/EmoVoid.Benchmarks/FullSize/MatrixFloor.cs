using EmoVoid.Contracts.Models;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>The time of a training step's bare matrix products, each timed at its own shape on this machine: what no way of writing the step can be faster than.</summary>
/// <remarks>
/// A product of (M, K) and (K, N) is 2·M·N·K operations. Of a block with L tokens, S = 512 rows of context, width D:
/// <list type="bullet">
/// <item>forward: one product a matrix, M = L (S for keys and values of the context); attention QKᵀ and PV, 4·L·L·D and 4·L·S·D;</item>
/// <item>backward: a frozen matrix costs one product, dx = dy·W, and no dW; the context needs no gradient of its own, so its keys' and
/// values' matrices cost none, but their outputs need one, for the LoRA; attention costs four products for two;</item>
/// <item>with checkpointing: the forward pass once more;</item>
/// <item>not counted: the LoRA (2·r/D of a matrix), modulation (one row), the layers outside the blocks.</item>
/// </list>
/// At full size and 512² (L = 1024) that is 0.127 + 0.013 TFLOP forward a block, 3.9 TFLOP forward and 7.7 TFLOP forward and backward a step.
/// </remarks>
internal sealed class MatrixFloor(AnimaDitSizes dit, long tokens, ScalarType type, Device device)
{
    private const int Repetitions = 3;

    private readonly long width = dit.Width, heads = dit.SelfAttention.Heads, headDim = dit.SelfAttention.HeadDim;

    /// <summary>Operations of one step.</summary>
    public double Operations(bool checkpointing) =>
        dit.Blocks * ((checkpointing ? 2 : 1) * Forward().Sum(OperationsOf) + Backward().Sum(OperationsOf));

    /// <summary>The time of one step, each product's best of a few repetitions.</summary>
    public Spent Time(bool checkpointing)
    {
        var timed = new Dictionary<Product, Spent>();
        Spent Time(Product product) => timed.TryGetValue(product, out var known) ? known : timed[product] = Best(product);
        var block = Forward().Concat(checkpointing ? Forward() : []).Concat(Backward()).ToList();
        return Spent.Sum(Enumerable.Repeat(block, dit.Blocks).SelectMany(products => products.Select(Time)));
    }

    private IEnumerable<Product> Forward() =>
    [
        .. dit.BlockMatrices.Select(matrix => new Product(1, Rows(matrix), matrix.Outputs, matrix.Inputs, Transposed: true)),
        .. Attention(tokens), .. Attention(AnimaDitSizes.ContextRows),
    ];

    private IEnumerable<Product> Backward() =>
    [
        .. dit.BlockMatrices.Where(matrix => !IsOfContext(matrix)).Select(matrix => new Product(1, tokens, matrix.Inputs, matrix.Outputs, Transposed: false)),
        .. Attention(tokens), .. Attention(tokens), .. Attention(AnimaDitSizes.ContextRows), .. Attention(AnimaDitSizes.ContextRows),
    ];

    /// <summary>QKᵀ and PV.</summary>
    private Product[] Attention(long keys) =>
        [new(heads, tokens, keys, headDim, Transposed: true), new(heads, tokens, headDim, keys, Transposed: false)];

    private bool IsOfContext((long Outputs, long Inputs) matrix) => matrix == (width, dit.CrossAttention.ContextWidth);

    private long Rows((long Outputs, long Inputs) matrix) => IsOfContext(matrix) ? AnimaDitSizes.ContextRows : tokens;

    private static double OperationsOf(Product product) => 2.0 * product.Batch * product.M * product.N * product.K;

    private Spent Best(Product product)
    {
        using var scope = NewDisposeScope();
        var a = rand([product.Batch, product.M, product.K], device: device).to(type);
        var b = product.Transposed ? rand([product.Batch, product.N, product.K], device: device).to(type).transpose(1, 2) : rand([product.Batch, product.K, product.N], device: device).to(type);
        var best = Spent.Never;
        for (var i = 0; i <= Repetitions; i++)
        {
            Finish();
            var spent = Spent.On(() =>
            {
                using var c = product.Batch == 1 ? a[0].matmul(b[0]) : a.bmm(b);
                Finish();
            });
            best = i > 0 ? Spent.Best(best, spent) : best;
        }

        return best;
    }

    private void Finish()
    {
        if (device.type == TorchSharp.DeviceType.CUDA)
            cuda.synchronize(device);
    }

    /// <summary>(M, K) · (K, N), a batch of them.</summary>
    private readonly record struct Product(long Batch, long M, long N, long K, bool Transposed);
}
