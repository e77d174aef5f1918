using EmoVoid.Contracts.Models;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>The time of a training step's bare matrix products, one after another at their own shapes and with room for their results: what no way of writing the step can be faster than.</summary>
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
    private readonly long width = dit.Width, heads = dit.SelfAttention.Heads, headDim = dit.SelfAttention.HeadDim;

    /// <summary>Operations of one step.</summary>
    public double Operations(bool checkpointing) =>
        dit.Blocks * ((checkpointing ? 2 : 1) * Forward().Sum(OperationsOf) + Backward().Sum(OperationsOf));

    /// <summary>The time of all products of one step.</summary>
    public Spent Time(bool checkpointing)
    {
        using var scope = NewDisposeScope();
        List<Product> block = [.. Forward(), .. checkpointing ? Forward() : [], .. Backward()];
        var operands = block.Distinct().ToDictionary(product => product, Operands);
        block.ForEach(product => operands[product].Multiply());
        Finish();
        return Spent.On(() =>
        {
            for (var i = 0; i < dit.Blocks; i++)
                block.ForEach(product => operands[product].Multiply());
            Finish();
        });
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

    private Triple Operands(Product product)
    {
        var a = rand([product.Batch, product.M, product.K], device: device).to(type);
        var b = product.Transposed ? rand([product.Batch, product.N, product.K], device: device).to(type).transpose(1, 2) : rand([product.Batch, product.K, product.N], device: device).to(type);
        return new Triple(a, b, zeros([product.Batch, product.M, product.N], dtype: type, device: device));
    }

    private void Finish()
    {
        if (device.type == TorchSharp.DeviceType.CUDA)
            cuda.synchronize(device);
    }

    /// <summary>(M, K) · (K, N), a batch of them.</summary>
    private readonly record struct Product(long Batch, long M, long N, long K, bool Transposed);

    /// <summary>C = AB, a batch of them.</summary>
    private sealed class Triple(Tensor a, Tensor b, Tensor c)
    {
        private readonly Tensor[] rows = a.unbind(), columns = b.unbind(), results = c.unbind();

        /// <summary>A CPU takes the batch one by one, into memory that is there: bmm would take new memory, and its page faults are no product's.</summary>
        public void Multiply()
        {
            if (c.device.type == TorchSharp.DeviceType.CUDA && results.Length > 1)
                a.bmm(b).Dispose();
            else
                for (var i = 0; i < results.Length; i++)
                    results[i].addmm_(rows[i], columns[i], beta: 0, alpha: 1);
        }
    }
}
