using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Captions;

namespace EmoVoid.Training.Tests.Captions;

public class CaptionVariantsTests
{
    private const string Caption = "zenigata, 1boy,  brown coat,hat, , night";
    private static readonly string[] Tags = ["zenigata", "1boy", "brown coat", "hat", "night"];
    private static readonly BatchPlan Shuffling = new(ShuffleTags: true, KeepTags: 2, CaptionVariants: 8);

    [Fact]
    public void A_caption_that_is_not_shuffled_stays_as_it_was_written() =>
        Assert.Equal([Caption], CaptionVariants.Of(Caption, new BatchPlan(), seed: 1, sample: 0));

    [Fact]
    public void Every_variant_has_all_tags_once_and_the_kept_ones_in_front()
    {
        var variants = CaptionVariants.Of(Caption, Shuffling, seed: 1, sample: 0);
        Assert.InRange(variants.Count, 3, 6); // 3! orders of the other three, of which eight draws find most
        Assert.Equal(variants.Distinct(), variants);
        Assert.All(variants, variant =>
        {
            Assert.StartsWith("zenigata, 1boy, ", variant, StringComparison.Ordinal);
            Assert.Equal(Tags.Order(), variant.Split(", ").Order());
        });
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a cat", "a cat")]
    [InlineData("a, b", "a, b")]
    public void A_caption_with_nothing_to_shuffle_has_one_variant(string caption, string variant) =>
        Assert.Equal([variant], CaptionVariants.Of(caption, Shuffling, seed: 1, sample: 0));

    [Fact]
    public void Variants_come_from_seed_and_picture_alone()
    {
        var many = Shuffling with { KeepTags = 0 };
        var of = CaptionVariants.Of(Caption, many, seed: 1, sample: 3);
        Assert.Equal(of, CaptionVariants.Of(Caption, many, seed: 1, sample: 3));
        Assert.NotEqual(of, CaptionVariants.Of(Caption, many, seed: 2, sample: 3));
        Assert.NotEqual(of, CaptionVariants.Of(Caption, many, seed: 1, sample: 4));
        Assert.Equal(of.Take(2), CaptionVariants.Of(Caption, many with { CaptionVariants = 2 }, seed: 1, sample: 3));
    }
}
