using System.Text;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>A request, byte for byte.</summary>
/// <param name="Number">Together with the seed it makes the request again.</param>
/// <param name="Operation">What it was made from; null: something that the document does not know.</param>
/// <param name="IsBroken">It is no HTTP, or lies about its length: the server may turn it away before anybody reads it.</param>
/// <param name="LiesAboutLength">The server may rightly wait for what was announced.</param>
internal sealed record HostileRequest(int Number, string Method, string Target, ApiDocument.Operation? Operation, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool IsBroken, bool LiesAboutLength)
{
    /// <summary>Headers are sent byte for byte as Latin 1.</summary>
    public byte[] Bytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }

    /// <summary>For people, cut where it is long.</summary>
    public override string ToString()
    {
        var text = Encoding.Latin1.GetString(Bytes());
        return $"request {Number}: {(text.Length > 2000 ? text[..2000] + $"… ({text.Length} bytes)" : text)}";
    }
}
