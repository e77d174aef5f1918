using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

public class AttentionTests
{
    private const double Tolerance = 2e-6; // float32 sums in another order

    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(4, 2, false)]
    [InlineData(6, 2, true)]
    public void Attention_is_the_weighted_mean_of_the_visible_values(int heads, int keyHeads, bool causal)
    {
        using var scope = NewDisposeScope();
        var attention = new Attention(new SmallModels.RandomWeights(), new AttentionSizes(10, 10, 6, heads, keyHeads), "o_proj");
        var x = randn(2, 7, 10);
        AssertClose(Oracle(attention, x, x, heads, keyHeads, (q, k) => !causal || k <= q), attention.Forward(x, x, causal: causal));
    }

    [Fact]
    public void Hidden_keys_take_no_part()
    {
        using var scope = NewDisposeScope();
        var attention = new Attention(new SmallModels.RandomWeights(), new AttentionSizes(10, 14, 6, 3, 3), "output_proj");
        var (x, context) = (randn(2, 4, 10), randn(2, 5, 14));
        var visible = tensor(new[] { true, true, false, true, false }).reshape(1, 1, 1, 5).expand(2, 1, 1, 5);
        AssertClose(Oracle(attention, x, context, 3, 3, (_, k) => k is 0 or 1 or 3), attention.Forward(x, context, visible: visible));
    }

    [Fact]
    public void A_query_that_may_see_nothing_gets_zero_and_not_NaN()
    {
        using var scope = NewDisposeScope();
        var attention = new Attention(new SmallModels.RandomWeights(), new AttentionSizes(10, 14, 6, 3, 3), "o_proj");
        var visible = tensor(new[] { true, true, false, false }).reshape(2, 1, 1, 2); // the second sample sees nothing
        var y = attention.Forward(randn(2, 4, 10), randn(2, 2, 14), visible: visible);
        Assert.True(y[0].isfinite().all().item<bool>());
        Assert.Equal(0f, y[1].abs().max().item<float>());
    }

    /// <summary>One query, one head, one key at a time, in float64.</summary>
    private static Tensor Oracle(Attention attention, Tensor x, Tensor context, int heads, int keyHeads, Func<long, long, bool> visible)
    {
        const int d = 6;
        var (q, k, v) = (attention.Query.Forward(x).to(float64), attention.Key.Forward(context).to(float64), attention.Value.Forward(context).to(float64));
        var result = zeros(x.shape[0], x.shape[1], heads * d, dtype: float64);
        for (var b = 0; b < x.shape[0]; b++)
            for (var l = 0; l < x.shape[1]; l++)
                for (var h = 0; h < heads; h++)
                {
                    var kh = h / (heads / keyHeads);
                    var keys = Enumerable.Range(0, (int)context.shape[1]).Where(s => visible(l, s)).ToArray();
                    var query = Normed(q[b, l].narrow(0, h * d, d), attention.QueryGain);
                    var weights = keys.Select(s => Math.Exp(query.dot(Normed(k[b, s].narrow(0, kh * d, d), attention.KeyGain)).item<double>() / Math.Sqrt(d))).ToArray();
                    for (var i = 0; i < keys.Length; i++)
                        result[b, l].narrow(0, h * d, d).add_(v[b, keys[i]].narrow(0, kh * d, d), weights[i] / weights.Sum());
                }

        return attention.Output.Forward(result.to(float32));
    }

    private static Tensor Normed(Tensor x, Tensor gain) => x / Math.Sqrt(x.pow(2).mean().item<double>() + 1e-6) * gain.to(float64);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.True((expected - actual).abs().max().item<float>() < Tolerance);
}
