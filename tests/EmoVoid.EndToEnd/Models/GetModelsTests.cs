using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EmoVoid.Core.Tests.Models;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Models;

/// <summary><c>emovoidd models get</c>: the real program, and a small model on a server of this test.</summary>
public sealed class GetModelsTests : IAsyncDisposable
{
    private const string Agree = "--agree-noncommercial";

    private static readonly (string Part, string Path, string Written)[] Parts =
    [
        ("Dit", "diffusion_models/anima-small.safetensors", "models/diffusion_models/anima-preview.safetensors"),
        ("TextEncoder", "text_encoders/qwen_3_06b_base.safetensors", "models/text_encoders/qwen_3_06b_base.safetensors"),
        ("Vae", "vae/qwen_image_vae.safetensors", "models/vae/qwen_image_vae.safetensors"),
        ("Qwen3Tokenizer", "text_encoders/tokenizers/qwen3/vocab.json", "comfy/text_encoders/qwen25_tokenizer/vocab.json"),
        ("Qwen3Tokenizer", "text_encoders/tokenizers/qwen3/merges.txt", "comfy/text_encoders/qwen25_tokenizer/merges.txt"),
        ("T5Tokenizer", "text_encoders/tokenizers/t5/tokenizer.json", "comfy/text_encoders/t5_tokenizer/tokenizer.json"),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly FileServer server = new();
    private readonly JsonObject settings;

    public GetModelsTests()
    {
        using var published = new TemporaryFolder();
        FakeModel.WriteComfyUI(published);
        File.WriteAllText(published["comfy", "text_encoders", "qwen25_tokenizer", "merges.txt"], "#version: 0.2\n");
        var files = new JsonArray();
        foreach (var (part, path, written) in Parts)
            files.Add(Publish(part, path, File.ReadAllBytes(published[written])));
        var list = new JsonObject
        {
            ["licenses"] = new JsonObject { ["own"] = new JsonObject { ["name"] = "Small Model License", ["by"] = "a test", ["readAt"] = "http://localhost/license", ["nonCommercial"] = true } },
            ["models"] = new JsonObject { ["anima"] = files },
        };
        folder.Write("state/list.json", list.ToJsonString());
        settings = new JsonObject { ["EmoVoid"] = new JsonObject { ["ModelSources"] = new JsonObject { ["File"] = "list.json" } } };
        Configure();
    }

    private string Dit => folder["state", "models", "anima", "diffusion_models", "anima-small.safetensors"];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Without_agreement_the_licence_is_named_and_nothing_is_asked_for()
    {
        var said = await Emovoidd("models", "get", "anima");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("Small Model License (NOT FOR COMMERCIAL USE), a test: anima-small.safetensors", said.Output);
        Assert.Contains("read it at http://localhost/license", said.Output);
        Assert.Contains("emovoidd models get anima --agree-noncommercial", said.Output);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(folder["state", "models"]));
    }

    [Fact]
    public async Task What_is_fetched_is_ready_with_the_lines_that_are_said_and_not_fetched_twice()
    {
        server.Answer = CutOnce();
        var got = await Emovoidd("models", "get", "anima", Agree);
        Assert.True(got.ExitCode == 0, got.Output + got.Error);
        Assert.Contains("anima-small.safetensors:", got.Output);
        Assert.Contains("again in", got.Output);
        Assert.Contains("100 %", got.Output);
        Assert.Contains("No SHA-256 is stated for tokenizer.json", got.Output);
        Assert.Contains("The licence is not known of tokenizer.json", got.Output);
        Assert.Empty(Directory.GetFiles(folder["state", "models"], "*.part*", SearchOption.AllDirectories));

        var lines = JsonNode.Parse(got.Output[got.Output.IndexOf("{ \"EmoVoid\"", StringComparison.Ordinal)..])!["EmoVoid"]!;
        foreach (var key in new[] { "DefaultModel", "Models" })
            settings["EmoVoid"]![key] = lines[key]!.DeepClone();
        Configure();
        var check = await Emovoidd("models", "check", "--deep");
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        Assert.Contains("anima (default): ready", check.Output);

        server.Requests.Clear();
        var again = await Emovoidd("models", "get", "anima");
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Contains("nothing more is needed", again.Output);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_wrong_file_is_left_as_it_is_and_the_rest_is_fetched_elsewhere_too()
    {
        folder.Write("else/vae/qwen_image_vae.safetensors", "<html>mine</html>");
        var got = await Emovoidd("models", "get", "anima", Agree, "--to", folder["else"]);
        Assert.Equal(1, got.ExitCode);
        Assert.Contains("wrong, and left as it is: " + folder["else", "vae", "qwen_image_vae.safetensors"], got.Output);
        Assert.Contains("anima: not ready", got.Output);
        Assert.Equal("<html>mine</html>", File.ReadAllText(folder["else", "vae", "qwen_image_vae.safetensors"]));
        Assert.True(File.Exists(folder["else", "diffusion_models", "anima-small.safetensors"]));
    }

    [Fact]
    public async Task After_Ctrl_C_the_next_call_goes_on()
    {
        server.Answer = request => server.Serve(request) is var reply && request.Method == "GET" && reply.Body.Length > 1000 ? reply with { Sent = reply.Body.Length / 2, Holds = true } : reply;
        // Whoever started the tests in the background may have had SIGINT ignored, and a program rightly leaves that as it is.
        using (var process = Process.Start(Programs.Prepare("env", ["--default-signal=INT", Binaries.Daemon, "models", "get", "anima", Agree, "--state", folder["state"]], null))!)
        {
            var error = process.StandardError.ReadToEndAsync();
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Wait.Patience) is { } line && !line.Contains(" %", StringComparison.Ordinal))
            {
            }

            await Programs.Run("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(Wait.Patience);
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("the same command goes on", await error);
        }

        Assert.NotEqual(0, new FileInfo(Dit + ".part").Length);
        server.Answer = server.Serve;
        server.Requests.Clear();
        var got = await Emovoidd("models", "get", "anima", Agree);
        Assert.True(got.ExitCode == 0, got.Output + got.Error);
        Assert.Contains("goes on from", got.Output);
        Assert.StartsWith("bytes=", server.Requests.First(request => request.Method == "GET").Headers["range"]);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked()
    {
        server.Files["http://models.invalid/vae"] = server.Files["/vae/qwen_image_vae.safetensors"];
        folder.Write("state/list.json", """{ "licenses": {}, "models": { "anima": [ { "part": "Vae", "path": "vae/qwen_image_vae.safetensors", "address": "http://models.invalid/vae" } ] } }""");
        var got = await Programs.Run(Binaries.Daemon, ["models", "get", "anima", "--state", folder["state"]], environment: new() { ["http_proxy"] = server.Address, ["no_proxy"] = "" });
        Assert.Equal(1, got.ExitCode); // the other parts have no source
        Assert.Contains(folder["state", "models", "anima", "vae", "qwen_image_vae.safetensors"] + ": ", got.Output);
        Assert.Equal(server.Files["http://models.invalid/vae"], File.ReadAllBytes(folder["state", "models", "anima", "vae", "qwen_image_vae.safetensors"]));
    }

    [Theory]
    [InlineData("models", "get", "anima")]
    [InlineData]
    public async Task Mistakes_in_the_sources_are_said_by_the_verb_and_by_the_daemon(params string[] command)
    {
        folder.Write("state/list.json", """{ "licenses": {}, "models": { "anima": [ { "part": "Unet", "path": "/x", "address": "x" } ] } }""");
        var said = await Emovoidd([.. command, .. command is [] ? new[] { "--urls", "http://127.0.0.1:0" } : []]);
        Assert.Equal(78, said.ExitCode);
        Assert.All(["part is 'Unet'", "path is '/x'", "address is 'x'"], mistake => Assert.Contains(mistake, said.Error + said.Output));
    }

    private Func<FileServer.Request, FileServer.Reply> CutOnce() => request =>
    {
        var reply = server.Serve(request);
        if (request.Method != "GET" || reply.Body.Length < 1000)
            return reply;
        server.Answer = server.Serve;
        return reply with { Sent = reply.Body.Length / 2 };
    };

    /// <summary>The last one states neither size nor hash nor licence.</summary>
    private JsonObject Publish(string part, string path, byte[] bytes)
    {
        server.Files["/" + path] = bytes;
        var file = new JsonObject { ["part"] = part, ["path"] = path, ["address"] = $"{server.Address}/{path}" };
        if (part == "T5Tokenizer")
            return file;
        file["bytes"] = bytes.Length;
        file["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        file["licenses"] = new JsonArray("own");
        return file;
    }

    private void Configure() => folder.Write("state/emovoid.json", settings.ToJsonString());

    private Task<Programs.Result> Emovoidd(params string[] arguments) => Programs.Run(Binaries.Daemon, [.. arguments, "--state", folder["state"]]);
}
