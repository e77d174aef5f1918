using System.Text.Json.Nodes;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Documents;

/// <summary>What people copy out of documents into their files is right: the sidecar's own reader and the options' own validation say so.</summary>
public class BlockTests
{
    private const string Root = "EmoVoid", Suffix = "Options";

    /// <summary>Whose members are names that a person gives.</summary>
    private static readonly string[] Named = ["Models", "Paths"];

    private static readonly Type[] Options = [.. typeof(StateFolder).Assembly.GetTypes().Where(type => type.Name.EndsWith(Suffix, StringComparison.Ordinal) || type.Name == "ModelFiles")];

    /// <summary>The options' members, and the sections that are named after the options that are bound to them.</summary>
    private static readonly HashSet<string> Settings =
    [
        Root, "ApiKey", "Urls", .. Options.SelectMany(type => type.GetProperties()).Select(property => property.Name), .. Options.Select(type => type.Name.Replace(Suffix, "", StringComparison.Ordinal)),
    ];

    public static TheoryData<string, string> Sidecars => Blocks("toml");

    public static TheoryData<string, string> Json =>
    [
        .. Blocks("json"),
        .. from document in Testing.Documents.All
           from code in document.Code
           where code.StartsWith("{ \"EmoVoid\"", StringComparison.Ordinal)
           select new TheoryDataRow<string, string>(document.Name, code),
    ];

    [Theory]
    [MemberData(nameof(Sidecars))]
    public void A_sidecar_is_understood(string file, string text) => Assert.True(SidecarParser.Parse(text).Problems is [], $"{file}:\n{text}\n{string.Join('\n', SidecarParser.Parse(text).Problems)}");

    [Theory]
    [MemberData(nameof(Json))]
    public void A_configuration_is_accepted_and_has_no_unknown_key(string file, string text)
    {
        var json = JsonNode.Parse(text);
        if (json?[Root] is null)
            return; // an answer, which the OpenAPI document's tests look at
        Assert.True(Unknown(json!).ToList() is [], $"{file}: unknown are {string.Join(", ", Unknown(json!))}");
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder().AddJsonFile(folder.Write("emovoid.json", text)).Build();
        using var services = new ServiceCollection().AddLogging().AddEmoVoidCore(new StateFolder(folder["state"]), configuration).AddNotifications(configuration.GetSection(Root)).BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate(); // throws with every mistake
    }

    [Fact]
    public void A_wrong_sidecar_and_a_wrong_configuration_would_be_found()
    {
        Assert.NotEmpty(SidecarParser.Parse("[train]\nrankk = 4\n").Problems);
        Assert.Equal(["Devise"], Unknown(JsonNode.Parse("""{ "EmoVoid": { "Devise": "cpu", "Models": { "anima": { "ComfyUI": "/opt" } } } }""")!));
        Assert.Throws<OptionsValidationException>(() => A_configuration_is_accepted_and_has_no_unknown_key("", """{ "EmoVoid": { "Device": "gpu" } }"""));
    }

    private static IEnumerable<string> Unknown(JsonNode json, bool isNamed = false) => json switch
    {
        JsonObject some => some.SelectMany(member => (isNamed || Settings.Contains(member.Key) ? [] : new[] { member.Key }).Concat(Unknown(member.Value!, Named.Contains(member.Key)))),
        JsonArray some => some.SelectMany(one => Unknown(one!)),
        _ => [],
    };

    private static TheoryData<string, string> Blocks(string language) =>
        [.. Testing.Documents.All.SelectMany(document => document.Blocks).Where(block => block.Language == language).Select(block => new TheoryDataRow<string, string>(block.File, block.Text))];
}
