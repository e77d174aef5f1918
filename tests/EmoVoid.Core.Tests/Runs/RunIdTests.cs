using System.Text;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public class RunIdTests
{
    [Theory]
    [InlineData("zenigata", "zenigata")]
    [InlineData("Zenigata (v2)", "zenigata-v2")]
    [InlineData("  a__b..c  ", "a-b-c")]
    [InlineData("銭形 警部", "銭形-警部")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("!!!", "run")]
    [InlineData("", "run")]
    public void A_name_becomes_a_readable_id(string name, string slug) => Assert.Equal(slug, RunId.Slug(name));

    [Fact]
    public void The_longest_id_with_a_suffix_fits_a_file_name() =>
        Assert.True(Encoding.UTF8.GetByteCount(RunId.Slug(string.Concat(Enumerable.Repeat("𠮷", 300)))) < 200);
}
