using EmoVoid.Benchmarks.RightAdvice.Tables;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public sealed class CsvTests
{
    [Fact]
    public void Numbers_have_six_places_what_is_unknown_none_and_text_its_quotes_where_it_needs_them()
    {
        var csv = new Csv("rule", "regret", "lit", "note");
        csv.Row("light, then loss", 0.12345678, true, null);
        csv.Row("last", 1.0, false, "the \"best\"");
        Assert.Equal("rule,regret,lit,note\n\"light, then loss\",0.123457,yes,\nlast,1,no,\"the \"\"best\"\"\"\n", csv.ToString());
    }
}
