using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Memory;

public sealed class FrozenProductTests
{
    [Fact]
    public void An_int8_row_is_off_by_no_more_than_half_a_step_of_its_own_largest_number()
    {
        using var scope = NewDisposeScope();
        var w = randn(300, 40) * logspace(-3, 2, 300).unsqueeze(1);                    // rows of very different sizes
        var packed = PackedMatrix.ToInt8(w);
        var error = (packed.Values.to(float32) * packed.Scale!.unsqueeze(1) - w).abs();
        Assert.True((error / w.abs().amax([1], keepdim: true)).max().item<float>() <= 0.5 / 127 * 1.0001);
        Assert.Equal(127, packed.Values.to(float32).abs().max().item<float>());
    }

    [Fact]
    public void A_row_of_zeros_stays_zero()
    {
        using var scope = NewDisposeScope();
        var packed = PackedMatrix.ToInt8(zeros(2, 3));
        Assert.Equal(0f, packed.Values.to(float32).abs().sum().item<float>() + packed.Scale!.sum().item<float>());
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.BFloat16, 0.1)]
    public void Product_and_gradient_are_those_of_the_unpacked_matrix(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var packed = PackedMatrix.ToInt8(randn(7, 5));
        var w = packed.Values.to(float32) * packed.Scale!.unsqueeze(1);                // (7, 5)
        var (x, dy) = (randn(2, 3, 5).to(type), randn(2, 3, 7).to(type));

        var (plain, ours) = (x.to(float32, copy: true).requires_grad_(), x.clone().requires_grad_());
        var expected = nn.functional.linear(plain, w);
        var actual = FrozenProduct.Of(ours, new ResidentMatrix(packed));
        expected.backward([dy.to(float32)]);
        actual.backward([dy]);
        Assert.Equal((type, type), (actual.dtype, ours.grad!.dtype));
        Assert.True(expected.allclose(actual.to(float32), rtol: tolerance, atol: tolerance));
        Assert.True(plain.grad!.allclose(ours.grad!.to(float32), rtol: tolerance, atol: tolerance));
    }

    [Fact]
    public void An_exception_in_a_backward_pass_comes_out_of_it()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3).requires_grad_();
        var y = FrozenProduct.Of(x, new LostMatrix());
        var lost = Assert.Throws<IOException>(() => BackwardPass.Run(y.sum()));
        Assert.Equal("gone", lost.Message);
        BackwardPass.Run(randn(3).requires_grad_().sum()); // and is not told twice
    }

    [Fact]
    public void The_address_of_a_tensor_is_that_of_its_first_number()
    {
        using var numbers = tensor(new long[] { 42, 43 });
        unsafe
        {
            Assert.Equal(42, *(long*)TensorAddress.Of(numbers));
        }
    }

    /// <summary>There for the forward pass, and gone at the backward pass.</summary>
    private sealed class LostMatrix : FrozenMatrix
    {
        private int asked;

        public override long Outputs => 4;
        public override long Inputs => 3;
        public override bool Stays => false;
        public override PackedMatrix Here => asked++ < 2 ? new PackedMatrix(ones(4, 3)) : throw new IOException("gone");
    }
}
