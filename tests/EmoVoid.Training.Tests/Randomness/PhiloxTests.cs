using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Tests.Randomness;

/// <summary>Random123's known answers for philox4x32-10 (its file kat_vectors): zeros, ones, the digits of π.</summary>
public class PhiloxTests
{
    [Theory]
    [InlineData(new[] { 0u, 0u, 0u, 0u }, 0ul, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(new[] { ~0u, ~0u, ~0u, ~0u }, ~0ul, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(new[] { 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u }, 0x299f31d0a4093822ul, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void The_published_answers_come_out(uint[] counter, ulong key, uint[] expected)
    {
        var block = new Philox.Block();
        counter.CopyTo(block);
        block = Philox.Words(block, key);
        Assert.Equal(expected, block[..].ToArray());
    }
}
