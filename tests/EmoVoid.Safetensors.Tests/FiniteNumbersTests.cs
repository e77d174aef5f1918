using System.Runtime.InteropServices;

namespace EmoVoid.Safetensors.Tests;

/// <summary>The masked comparison against .NET's own <c>IsFinite</c>, number by number.</summary>
public class FiniteNumbersTests
{
    [Fact]
    public void Every_float16_is_judged_as_NET_judges_it()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
            Assert.Equal(Half.IsFinite(BitConverter.UInt16BitsToHalf((ushort)bits)), FiniteNumbers.AllIn(BitConverter.GetBytes((ushort)bits), TensorType.F16));
    }

    [Fact]
    public void Every_bfloat16_is_judged_as_its_float32_is()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
            Assert.Equal(float.IsFinite(BitConverter.UInt32BitsToSingle((uint)bits << 16)), FiniteNumbers.AllIn(BitConverter.GetBytes((ushort)bits), TensorType.BF16));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_bad_number_is_found_wherever_it_stands(float bad)
    {
        for (var at = 0; at < 70; at++)
        {
            var numbers = Enumerable.Repeat(float.MaxValue, 70).ToArray();
            Assert.True(FiniteNumbers.AllIn(MemoryMarshal.AsBytes<float>(numbers), TensorType.F32));
            numbers[at] = bad;
            Assert.False(FiniteNumbers.AllIn(MemoryMarshal.AsBytes<float>(numbers), TensorType.F32));
            Assert.False(FiniteNumbers.AllIn(MemoryMarshal.AsBytes<double>(numbers.Select(number => (double)number).ToArray()), TensorType.F64));
        }
    }

    [Fact]
    public void Whole_numbers_are_always_finite() => Assert.True(FiniteNumbers.AllIn([255, 255, 255, 255, 255, 255, 255, 255], TensorType.I64));
}
