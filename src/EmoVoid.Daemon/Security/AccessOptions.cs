using EmoVoid.Core.Configuration;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.Security;

/// <summary>Setting <c>EmoVoid:ApiKey</c>. Held by <see cref="Access.Problems"/>, together with <see cref="ListenOptions"/>.</summary>
internal sealed class AccessOptions
{
    [Setting("One more key, of scope write, beside those of emovoidd keys.", Default = "none: no key is needed on this machine alone, until there is one", Form = "at least 16 characters", IsSecret = true)]
    public string? ApiKey { get; set; }
}

/// <summary>Setting <c>Urls</c>.</summary>
internal sealed class ListenOptions
{
    [Setting("Where to listen, several separated by semicolons; off loopback there must be a key.", Form = "as http://127.0.0.1:8787")]
    public string Urls { get; set; } = ServeSettings.DefaultUrls;
}
