using EmoVoid.Contracts.Light;

namespace EmoVoid.Contracts.Tests.Light;

public sealed class LossExplosionTests
{
    [Fact]
    public void An_average_twenty_times_as_high_as_it_was_is_noticed_once()
    {
        var averages = Enumerable.Repeat(0.2, 29).Append(0.1).Concat([1.0, 2.0, 2.01, 50, 0.1, 9]).ToList();
        var noticed = Notice(averages);
        Assert.Equal((Step: 33, (0.1, 30)), Assert.Single(noticed));
    }

    [Fact]
    public void The_first_lucky_losses_are_no_level() => Assert.Empty(Notice([.. Enumerable.Repeat(0.001, 19), .. Enumerable.Repeat(0.5, 100)]));

    [Fact]
    public void A_loss_that_falls_far_and_comes_back_is_told_of() => Assert.Single(Notice([.. Enumerable.Repeat(0.5, 30), 0.02, 0.41]));

    private static List<(int Step, (double, int))> Notice(IReadOnlyList<double> averages)
    {
        var explosion = new LossExplosion();
        return [.. averages.Select((average, i) => (Step: i + 1, Found: explosion.Take(i + 1, average))).Where(item => item.Found is not null).Select(item => (item.Step, item.Found!.Value))];
    }
}
