using EmoVoid.Daemon.Security;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>The ways in which a key may be sent; one of them is enough.</summary>
internal static class SecuritySchemes
{
    private const string About =
        "A key made with `emovoidd keys add NAME`, or the one of EmoVoid:ApiKey. A key of scope read may GET and HEAD, one of scope write may do all. "
        + "While there is no key at all, a daemon that listens on loopback needs none.";

    public static Dictionary<string, IOpenApiSecurityScheme> All { get; } = new()
    {
        [ApiKeyAuthentication.Name] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyAuthentication.Header, Description = About,
        },
        ["Bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The same key as a bearer token.",
        },
        ["QueryKey"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = QueryKey.Name,
            Description = "The same key in the address, for pictures and event streams of a page, whose requests carry no header. The daemon does not log it.",
        },
    };

    public static List<OpenApiSecurityRequirement> AnyOf(Microsoft.OpenApi.OpenApiDocument? document) =>
        [.. All.Keys.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
}
