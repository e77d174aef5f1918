using System.Text.Json.Nodes;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>The examples in the OpenAPI document are what the schemas beside them say.</summary>
public class OpenApiExampleTests
{
    private static readonly JsonNode Document = JsonNode.Parse(File.ReadAllText(Repository.Path("openapi", "emovoid.v1.json")))!;

    [Fact]
    public void Every_parameter_and_every_body_has_an_example_that_fits_its_schema()
    {
        var problems = new List<string>();
        foreach (var (route, methods) in Document["paths"]!.AsObject())
            foreach (var (method, operation) in methods!.AsObject())
            {
                var where = $"{method} {route}";
                foreach (var parameter in operation!["parameters"]?.AsArray() ?? [])
                    problems.AddRange(Misfits(parameter!["schema"]!, parameter["example"], $"{where}, parameter {parameter["name"]}"));
                problems.AddRange(Bodies(operation["requestBody"]?["content"], $"{where}, request"));
                foreach (var (status, response) in operation["responses"]!.AsObject())
                    problems.AddRange(Bodies(response!["content"], $"{where}, {status}"));
            }

        Assert.Empty(problems);
    }

    [Fact]
    public void Every_member_of_every_schema_says_what_it_is()
    {
        var silent = from schema in Document["components"]!["schemas"]!.AsObject()
                     from member in schema.Value!["properties"]?.AsObject() ?? []
                     where !Parts(member.Value!).Any(part => (part["description"] ?? Resolve(part)["description"]) is not null)
                     select $"{schema.Key}.{member.Key}";

        Assert.Empty(silent);
    }

    [Fact]
    public void An_example_that_lacks_a_member_or_has_a_foreign_one_is_found()
    {
        var pong = JsonNode.Parse("""{ "$ref": "#/components/schemas/Pong" }""")!;

        Assert.Empty(Misfits(pong, JsonNode.Parse("""{ "answer": "pong" }"""), "it"));
        Assert.Equal(["it: answer is missing"], Misfits(pong, JsonNode.Parse("{}"), "it"));
        Assert.Equal(["it: pong is no member of the schema"], Misfits(pong, JsonNode.Parse("""{ "answer": "pong", "pong": 1 }"""), "it"));
        Assert.Equal(["it.answer: 7 is no string"], Misfits(pong, JsonNode.Parse("""{ "answer": 7 }"""), "it"));
        Assert.Equal(["it: there is no example"], Misfits(pong, null, "it"));
    }

    private static IEnumerable<string> Bodies(JsonNode? content, string where)
    {
        foreach (var (type, body) in content?.AsObject() ?? [])
        {
            if (Resolve(body!["schema"]!) is var schema && (string?)schema["format"] is "binary" or "byte" || type == "text/html" || type == "text/javascript")
                continue; // a picture, an archive or a page has no example that a person would read
            var example = body["examples"]?.AsObject().First().Value is { } reference ? Resolve(reference)["value"] : null;
            foreach (var misfit in type.EndsWith("json", StringComparison.Ordinal) ? Misfits(schema, example, where) : example is null ? [$"{where}: there is no example"] : [])
                yield return misfit;
        }
    }

    /// <summary>What is wrong with an example; a member that may be left out of a request may be left out of its example.</summary>
    private static IEnumerable<string> Misfits(JsonNode schema, JsonNode? example, string where, bool mayBeNull = false)
    {
        schema = Resolve(schema);
        if (example is null)
            return mayBeNull ? [] : [$"{where}: there is no example"];
        if (schema["oneOf"]?.AsArray() is { } either)
            return Misfits(either.First(one => (string?)one!["type"] != "null")!, example, where);
        return example switch
        {
            JsonObject members when schema["properties"] is { } properties => MemberMisfits(schema, properties.AsObject(), members, where),
            JsonArray items when schema["items"] is { } item => items.SelectMany((one, index) => Misfits(item, one, $"{where}[{index}]", true)),
            _ => Fits(schema, example) ? [] : [$"{where}: {example.ToJsonString()} is no {schema["type"]?.ToJsonString().Trim('"') ?? schema["enum"]?.ToJsonString()}"],
        };
    }

    private static IEnumerable<string> MemberMisfits(JsonNode schema, JsonObject properties, JsonObject members, string where)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!) ?? [];
        return
        [
            .. required.Where(name => !members.ContainsKey(name)).Select(name => $"{where}: {name} is missing"),
            .. members.Where(member => !properties.ContainsKey(member.Key)).Select(member => $"{where}: {member.Key} is no member of the schema"),
            .. members.Where(member => properties.ContainsKey(member.Key)).SelectMany(member => Misfits(properties[member.Key]!, member.Value, $"{where}.{member.Key}", true)),
        ];
    }

    private static bool Fits(JsonNode schema, JsonNode example)
    {
        if (schema["enum"] is JsonArray words)
            return words.Any(word => JsonNode.DeepEquals(word, example));
        var types = schema["type"] switch { JsonArray several => several.Select(one => (string)one!), { } one => [(string)one!], null => [] };
        var kind = example.GetValueKind().ToString().ToLowerInvariant();
        return !types.Any() || types.Any(type => type == kind || (type is "integer" or "number" && kind == "number") || (type == "boolean" && kind is "true" or "false"));
    }

    private static IEnumerable<JsonNode> Parts(JsonNode member) => [member, .. member["oneOf"]?.AsArray().Select(one => one!) ?? []];

    private static JsonNode Resolve(JsonNode node) =>
        (string?)(node as JsonObject)?["$ref"] is { } reference ? reference[2..].Split('/').Aggregate(Document, (at, name) => at[name]!) : node;
}
