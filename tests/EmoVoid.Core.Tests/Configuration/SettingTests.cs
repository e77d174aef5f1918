using System.Reflection;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.Housekeeping;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmoVoid.Core.Tests.Configuration;

/// <summary>What is known of the settings, and what is found that no option would see.</summary>
public class SettingTests
{
    private static readonly SettingSection[] Sections = [.. Services().OfType<SettingSection>()];

    internal static SettingCatalog Catalog { get; } = new(Sections);

    [Fact]
    public void Every_property_of_every_options_class_has_a_sentence_and_every_class_is_registered()
    {
        var classes = typeof(SettingCatalog).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type is { IsClass: true, IsAbstract: false }).ToList();
        var known = Sections.SelectMany(section => Reached(section.Options)).ToHashSet();

        Assert.DoesNotContain(classes, type => !known.Contains(type) && !known.Any(one => one.IsSubclassOf(type)));
        Assert.Empty(known.SelectMany(Settable).Where(property => property.GetCustomAttribute<SettingAttribute>() is null).Select(property => $"{property.DeclaringType}.{property.Name}"));
        Assert.All(Catalog.All, setting => Assert.Matches(@"^[A-Z].+\.\z", setting.Sentence));
    }

    [Theory]
    [InlineData("EmoVoid:Inbox:SettleSeconds", "number", "from 0.1 to 3600 seconds", "5")]
    [InlineData("EmoVoid:StopTimeout", "time", "more than nothing, as 00:01:00", "00:01:00")]
    [InlineData("EmoVoid:Neighbour:YieldWhenBusy", "true or false", null, "false")]
    [InlineData("EmoVoid:Models:NAME:Resolution", "whole number", "from 64 to 4096 pixels; a multiple of 16", "512")]
    [InlineData("EmoVoid:Executors:N:MostJobs", "whole number", "from 1 to 200", "4")]
    [InlineData("EmoVoid:Executors:N:Paths", "texts by name", null, "the same paths")]
    [InlineData("EmoVoid:Mqtt:Port", "whole number", "from 1 to 65535", "1883, or 8883 with Tls")]
    [InlineData("EmoVoid:DefaultModel", "text", null, "anima-nano")]
    public void A_setting_says_what_it_takes_and_what_it_is_by_default(string key, string type, string? allowed, string byDefault)
    {
        var setting = Catalog.Of(key.Replace("NAME", "anima", StringComparison.Ordinal).Replace(":N:", ":3:", StringComparison.Ordinal))!;
        Assert.Equal((key, type, allowed, byDefault), (setting.Key, setting.Type, setting.Allowed, setting.Default));
    }

    [Theory]
    [InlineData("EmoVoid:Devise", "cpu", "EmoVoid:Devise is no setting (in it); did you mean EmoVoid:Device?")]
    [InlineData("EmoVoid:inbox:SetleSeconds", "5", "EmoVoid:inbox:SetleSeconds is no setting (in it); did you mean EmoVoid:inbox:SettleSeconds?")]
    [InlineData("EmoVoid:SettleSeconds", "5", "EmoVoid:SettleSeconds is no setting (in it); did you mean EmoVoid:Inbox:SettleSeconds?")]
    [InlineData("EmoVoid:Modles:anima:Dit", "a", "EmoVoid:Modles is no setting (in it); did you mean EmoVoid:Models?")]
    [InlineData("EmoVoid:Webhooks:0:Uri", "a", "EmoVoid:Webhooks:0:Uri is no setting (in it); did you mean EmoVoid:Webhooks:0:Url?")]
    [InlineData("EmoVoid:LearningRate", "a", "EmoVoid:LearningRate is no setting (in it); emovoidd config --explain names them all.")]
    [InlineData("EmoVoid:Device:Name", "a", "EmoVoid:Device is one value, and has nothing below it (in it).")]
    [InlineData("EmoVoid:Inbox", "5", "EmoVoid:Inbox is no single value (in it); it has SettleSeconds, RescanSeconds, RetrySeconds, MaxUploadMegabytes below it.")]
    [InlineData("EmoVoid:Ntfy:Events", "run.failed", "EmoVoid:Ntfy:Events is no single value (in it); write it as [ … ].")]
    [InlineData("EmoVoid:Webhooks:Url", "a", "EmoVoid:Webhooks is a list, and has no 'Url' (in it); write it as [ … ].")]
    [InlineData("EmoVoid:Inbox:SettleSeconds", "five", "EmoVoid:Inbox:SettleSeconds is 'five' (in it); it must be a number, from 0.1 to 3600 seconds.")]
    [InlineData("EmoVoid:Kohya:LowVram", "yes", "EmoVoid:Kohya:LowVram is 'yes' (in it); it must be a true or false.")]
    [InlineData("EmoVoid:StopTimeout", "60", "EmoVoid:StopTimeout is '60' (in it); a time is written as 00:01:00, or 1.00:00:00 with days.")]
    [InlineData("EmoVoid:Niceness", "4.5", "EmoVoid:Niceness is '4.5' (in it); it must be a whole number, from 0 to 19.")]
    public void What_no_option_would_see_is_named_with_the_way_out(string key, string value, string mistake) => Assert.Equal([mistake], Mistakes((key, value)));

    [Fact]
    public void Everything_that_may_be_written_is_taken_in_any_case_of_letters()
    {
        Assert.Empty(Mistakes(
            ("EmoVoid:DEVICE", "cpu"), ("EmoVoid:Models:any name:Dit", "a"), ("EmoVoid:Models:any name:Resolution", "768"), ("EmoVoid:Webhooks:0:Events:1", "run.failed"),
            ("EmoVoid:Executors:0:Paths:/here", "/there"), ("EmoVoid:StopTimeout", "1.00:00:00"), ("EmoVoid:Mqtt:Port", ""), ("EmoVoid:Schedule:Hours", null), ("EmoVoid:Webhooks", "")));
    }

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(3, Mistakes(("EmoVoid:Devise", "cpu"), ("EmoVoid:Niceness", "a"), ("EmoVoid:Inbox:X:Y", "a")).Count);

    private static List<string> Mistakes(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => one.Value)).Build();
        return [.. new SettingCheck(Catalog, _ => "it").Mistakes(configuration.GetSection("EmoVoid"))];
    }

    private static IEnumerable<object?> Services()
    {
        var configuration = new ConfigurationBuilder().Build();
        var settings = configuration.GetSection("EmoVoid");
        return new ServiceCollection().AddEmoVoidCore(new StateFolder("/"), configuration).AddNotifications(settings).AddScheduling(settings).AddHousekeeping(settings)
            .Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance);
    }

    private static IEnumerable<Type> Reached(Type options) =>
        [options, .. Settable(options).SelectMany(property => new[] { property.PropertyType }.Concat(property.PropertyType.GenericTypeArguments)).Where(type => type.Assembly == options.Assembly).SelectMany(Reached)];

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic == true);
}
