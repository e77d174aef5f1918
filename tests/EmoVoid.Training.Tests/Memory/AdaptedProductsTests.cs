using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>One step of autograd against the many that the formula has when it is written down.</summary>
public sealed class AdaptedProductsTests
{
    private const int Inputs = 6;

    private static readonly int[] Ranks = [3, 1, 2];

    [Theory]
    [InlineData("itself", 1)]
    [InlineData("itself", 2)]
    [InlineData("gelu", 2)]
    [InlineData("modulated", 1)]
    [InlineData("modulated", 2)]
    public void Products_and_gradients_are_those_of_the_formula(string input, int batch)
    {
        using var scope = NewDisposeScope();
        AssertAsWritten(new Case(input, batch, float32), new Case(input, batch, float32));
    }

    [Fact]
    public void In_bfloat16_the_gradients_of_the_lora_are_float32_and_near()
    {
        using var scope = NewDisposeScope();
        var (fused, exact) = (new Case("modulated", 1, bfloat16), new Case("modulated", 1, float32));
        BackwardPass.Run(Loss(AdaptedProducts.Of(fused.Input, fused.Layers)));
        Loss(exact.WrittenDown()).backward();
        Assert.Equal([bfloat16, .. Enumerable.Repeat(float32, 2 * Ranks.Length)], fused.Gradients.Select(gradient => gradient.dtype));
        AssertClose(exact.Gradients, fused.Gradients, 0.05); // sums of a few numbers of 8 bits
    }

    [Fact]
    public void Int8_matrices_take_part_with_their_scales()
    {
        using var scope = NewDisposeScope();
        AssertAsWritten(new Case("itself", 2, float32, isInt8: true), new Case("itself", 2, float32, isInt8: true));
    }

    [Fact]
    public void An_x_that_wants_no_gradient_gets_none_and_the_lora_gets_its_own()
    {
        using var scope = NewDisposeScope();
        var (fused, written) = (new Case("modulated", 1, float32, isXTrained: false), new Case("modulated", 1, float32));
        BackwardPass.Run(Loss(AdaptedProducts.Of(fused.Input, fused.Layers)));
        Loss(written.WrittenDown()).backward();
        Assert.Null(fused.X.grad);
        AssertClose(written.Gradients[1..], fused.Gradients, 1e-5);
    }

    [Fact]
    public void Two_uses_of_one_x_add_their_gradients()
    {
        using var scope = NewDisposeScope();
        var (fused, written) = (new Case("itself", 1, float32), new Case("itself", 1, float32));
        BackwardPass.Run(Loss([.. AdaptedProducts.Of(fused.Input, fused.Layers[..1]), .. AdaptedProducts.Of(fused.Input, fused.Layers[1..])]));
        Loss(written.WrittenDown()).backward();
        AssertClose(written.Gradients, fused.Gradients, 1e-5);
    }

    [Fact]
    public void Without_gradients_it_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var given = new Case("gelu", 2, float32);
        var trained = AdaptedProducts.Of(given.Input, given.Layers);
        using var grad = no_grad();
        var y = AdaptedProducts.Of(given.Input, given.Layers);
        Assert.All(y.Zip(trained), pair => Assert.True(pair.First.equal(pair.Second.detach()).all().item<bool>()));
        Assert.All(y, each => Assert.False(each.requires_grad));
    }

    [Fact]
    public void A_layer_that_is_not_adapted_and_a_small_input_go_another_way()
    {
        using var scope = NewDisposeScope();
        var layers = new Case("itself", 1, float32).Layers;
        var (large, small) = (zeros(1 << 15, Inputs), zeros(1 << 10, Inputs));
        Assert.True(AdaptedProducts.Pays(large, layers));
        Assert.False(AdaptedProducts.Pays(small, layers));
        layers[1].LowRank = null;
        Assert.False(AdaptedProducts.Pays(large, layers));
    }

    private static Tensor Loss(IEnumerable<Tensor> y)
    {
        using var generator = new Generator(3);
        return y.Select(each => (each.to(float32) * randn(each.shape, generator: generator)).sum()).Aggregate((a, b) => a + b);
    }

    private static void AssertAsWritten(Case fused, Case written)
    {
        var (y, expected) = (AdaptedProducts.Of(fused.Input, fused.Layers), written.WrittenDown());
        AssertClose(expected, y, 1e-5);
        BackwardPass.Run(Loss(y));
        Loss(expected).backward();
        AssertClose(written.Gradients, fused.Gradients, 1e-5);
    }

    private static void AssertClose(IReadOnlyCollection<Tensor> expected, IReadOnlyCollection<Tensor> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.True(
            pair.First.detach().to(float32).allclose(pair.Second.detach().to(float32), rtol: tolerance, atol: tolerance * pair.First.detach().abs().max().item<float>()),
            $"{pair.First.ToString(TorchSharp.TensorStringStyle.Numpy)}\n{pair.Second.ToString(TorchSharp.TensorStringStyle.Numpy)}"));
    }

    /// <summary>The same numbers every time: three layers of different widths and ranks.</summary>
    private sealed class Case
    {
        private readonly string kind;
        private readonly Tensor shift, scale;

        public Case(string kind, int batch, ScalarType type, bool isInt8 = false, bool isXTrained = true)
        {
            this.kind = kind;
            using var generator = new Generator(11);
            Tensor Numbers(params long[] shape) => randn(shape, generator: generator);
            X = Numbers(batch, 5, Inputs).to(type).requires_grad_(isXTrained);
            (shift, scale) = (Numbers(batch, 1, Inputs).to(type), Numbers(batch, 1, Inputs).to(type));
            Layers = [.. Ranks.Select((rank, i) =>
            {
                var w = Numbers(4 + i, Inputs);
                return new Linear(new ResidentMatrix(isInt8 ? PackedMatrix.ToInt8(w) : new PackedMatrix(w.to(bfloat16))))
                {
                    LowRank = new LowRank(Numbers(rank, Inputs).requires_grad_(), Numbers(4 + i, rank).requires_grad_(), Scale: 0.5 + i),
                };
            })];
        }

        public Tensor X { get; }
        public Linear[] Layers { get; }

        public LayerInput Input => kind switch
        {
            "gelu" => LayerInput.Gelu(X),
            "modulated" => AdaLn.Modulate(X, shift, scale),
            _ => X,
        };

        /// <summary>Of x, where it has one, and of A and B of each layer.</summary>
        public List<Tensor> Gradients => [.. new[] { X.grad }.Concat(Layers.SelectMany(layer => new[] { layer.LowRank!.A.grad, layer.LowRank.B.grad })).OfType<Tensor>()];

        public Tensor[] WrittenDown()
        {
            var h = kind switch
            {
                "gelu" => X * 0.5 * (1 + (X / Math.Sqrt(2)).erf()),
                "modulated" => (X - X.mean([-1], keepdim: true)) / (X.var([-1], unbiased: false, keepdim: true) + 1e-6).sqrt() * (1 + scale) + shift,
                _ => X,
            };
            return [.. Layers.Select(layer =>
            {
                var (w, s, lora) = (layer.Weight.Here.Values.to(h.dtype), layer.Weight.Here.Scale, layer.LowRank!);
                var full = (s is null ? w : w * s.unsqueeze(1)) + lora.Scale * lora.B.matmul(lora.A);  // W + s·BA
                return h.matmul(full.t());
            })];
        }
    }
}
