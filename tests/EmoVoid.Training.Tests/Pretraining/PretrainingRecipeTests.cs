using EmoVoid.Testing;
using EmoVoid.Training.Pretraining;

namespace EmoVoid.Training.Tests.Pretraining;

public sealed class PretrainingRecipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void The_rate_rises_over_the_warm_up_and_falls_along_half_a_cosine()
    {
        var stage = new StageRecipe(Steps: 110, Batch: 1, Rate: 2, WarmUp: 10);
        Assert.Equal(0.2, stage.RateAt(1), 1e-12);
        Assert.Equal(2, stage.RateAt(10), 1e-12);
        Assert.Equal(1, stage.RateAt(60), 1e-12);
        Assert.Equal(0, stage.RateAt(110), 1e-12);
    }

    [Fact]
    public void A_written_recipe_reads_as_it_was() =>
        Assert.Equal(PretrainingRecipe.AnimaNano.ToJson(), PretrainingRecipe.Read(folder.Write("recipe.json", PretrainingRecipe.AnimaNano.ToJson())).ToJson());

    [Fact]
    public void A_stage_depends_on_those_before_it_and_not_on_those_after()
    {
        var both = PretrainingRecipe.AnimaNano;
        var first = both with { Base = [both.Base[0]] };
        Assert.Equal(first.ForBase(0), both.ForBase(0));
        Assert.StartsWith(both.ForBase(0), both.ForBase(1), StringComparison.Ordinal);
        Assert.NotEqual(both.ForBase(1), (both with { Base = [both.Base[0], both.Base[1] with { HeadWeight = 2 }] }).ForBase(1));
    }

    [Fact]
    public void All_mistakes_of_a_recipe_are_told_at_once()
    {
        var recipe = new PretrainingRecipe(1, 0, new StageRecipe(0, 4, 1e-3, 0), [new StageRecipe(1, 0, -1, -2), new StageRecipe(1, 1, 1, 0, HeadWeight: 0, Piece: 0)], []);
        var message = Assert.Throws<InvalidDataException>(() => PretrainingRecipe.Read(folder.Write("recipe.json", recipe.ToJson()))).Message;
        foreach (var part in new[] { "pictures is 0", "vae.steps is 0", "base[0].batch is 0", "base[0].rate is -1", "base[0].warm_up is -2", "base[1].head_weight is 0", "base[1].piece is 0", "decoder has no stages" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_recipe_is_named()
    {
        var message = Assert.Throws<InvalidDataException>(() => PretrainingRecipe.Read(folder.Write("recipe.json", "{ \"sead\": 1 }"))).Message;
        Assert.Contains("recipe.json", message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
