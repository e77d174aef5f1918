using EmoVoid.Core.Models;
using EmoVoid.Core.Models.Downloads;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Models.Downloads;

/// <summary>Which files are fetched, where they go, and what the configuration may say.</summary>
public sealed class DownloadPlanTests : IDisposable
{
    private static readonly string[] Everything =
    [
        "diffusion_models/anima-base-v1.0.safetensors", "text_encoders/qwen_3_06b_base.safetensors", "vae/qwen_image_vae.safetensors",
        "text_encoders/tokenizers/qwen3/vocab.json", "text_encoders/tokenizers/qwen3/merges.txt", "text_encoders/tokenizers/t5/spiece.model",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_list_that_ships_has_no_mistakes_and_states_every_size_and_hash()
    {
        var sources = ModelSources.Embedded();
        Assert.Empty(ModelSourcesCheck.Mistakes(sources));
        Assert.All(sources.Models["anima"], file => Assert.True(file is { Bytes: > 0, Sha256.Length: 64, Licenses.Count: > 0 } && file.Address.StartsWith("https://huggingface.co/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_there_means_everything_in_the_state_folder_and_an_agreement()
    {
        var plan = Plan();
        Assert.Equal(Everything.Select(path => folder["state", "models", "anima", path]), plan.Missing.Select(file => file.Target));
        Assert.True(plan.NeedsAgreement);
        Assert.Equal("CircleStone Labs Non-Commercial License", Assert.Single(plan.Licenses, item => item.License.NonCommercial == true).License.Name);
        Assert.False(plan.IsConfigured);
    }

    [Fact]
    public void What_ComfyUI_has_is_not_fetched_and_the_rest_goes_there()
    {
        FakeModel.WriteComfyUI(folder);
        File.Delete(folder["models", "vae", "qwen_image_vae.safetensors"]);
        var plan = Plan(new ModelFiles { ComfyUI = folder.Path });
        Assert.Equal(folder["models", "vae", "qwen_image_vae.safetensors"], Assert.Single(plan.Missing).Target);
        Assert.Contains(folder["models", "diffusion_models", "anima-preview.safetensors"], plan.There);
        Assert.Empty(plan.Wrong);
        Assert.True(plan.IsConfigured);
        Assert.False(plan.NeedsAgreement);
    }

    [Fact]
    public void A_file_that_is_there_and_wrong_is_named_and_not_fetched()
    {
        folder.Write("to/vae/qwen_image_vae.safetensors", "<html>");
        folder.Write("to/text_encoders/tokenizers/t5/spiece.model", "short");
        var plan = Plan(to: folder["to"]);
        Assert.Equal(4, plan.Missing.Count);
        Assert.Contains("qwen_image_vae.safetensors", plan.Wrong[0], StringComparison.Ordinal);
        Assert.Contains("spiece.model has 5 bytes; the one to fetch has 791656", plan.Wrong[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_right_size_with_other_bytes_is_damaged()
    {
        FakeModel.WriteComfyUI(folder);
        var vae = folder["models", "vae", "qwen_image_vae.safetensors"];
        folder.Write("state/list.json", $$"""
            { "licenses": {}, "models": { "anima": [
              { "part": "Vae", "path": "vae/qwen_image_vae.safetensors", "address": "http://host/vae", "bytes": {{new FileInfo(vae).Length}}, "sha256": "{{new string('0', 64)}}" } ] } }
            """);
        var plan = Plan(new ModelFiles { ComfyUI = folder.Path }, sources: new ModelSourcesOptions { File = "list.json" });
        Assert.Contains("has the SHA-256", Assert.Single(plan.Wrong), StringComparison.Ordinal);
        Assert.Empty(plan.Missing);
    }

    [Fact]
    public void Two_files_for_a_part_are_a_question_and_not_a_reason_to_fetch_a_third()
    {
        FakeModel.WriteComfyUI(folder);
        FakeModel.WriteDit(folder["models", "diffusion_models", "anima-other.safetensors"]);
        Assert.Empty(Plan(new ModelFiles { ComfyUI = folder.Path }).Missing);
    }

    [Fact]
    public void Files_that_the_configuration_names_go_where_it_says()
    {
        var plan = Plan(new ModelFiles { Dit = "a/dit.safetensors", TextEncoder = "b/te.safetensors", Vae = folder["c", "vae.safetensors"] });
        Assert.Equal(
            [folder["state", "a", "dit.safetensors"], folder["state", "b", "te.safetensors"], folder["c", "vae.safetensors"], folder["state", "b", "tokenizers", "qwen3", "vocab.json"]],
            plan.Missing.Take(4).Select(file => file.Target));
    }

    [Fact]
    public void A_mirror_takes_the_publishers_place()
    {
        var plan = Plan(sources: new ModelSourcesOptions { Base = "http://mirror.local/hf" });
        Assert.All(plan.Missing, file => Assert.StartsWith("http://mirror.local/hf/", file.Source.Address, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var e = Assert.Throws<DownloadException>(() => Plan(name: "sdxl"));
        Assert.Contains("'sdxl'; there are sources for anima", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_of_a_configured_list_is_named_at_once()
    {
        folder.Write("state/list.json", """
            { "licenses": {}, "models": { "empty": [], "anima": [
              { "part": "Unet", "path": "../x", "address": "ftp://host/x", "bytes": 0, "sha256": "abc", "licenses": ["mit"] } ] } }
            """);
        var failures = Validate(new ModelSourcesOptions { File = "list.json", Base = "nowhere" });
        Assert.Equal(8, failures.Count);
        Assert.All(new[] { "Base is 'nowhere'", "models.empty has no files", "part is 'Unet'", "path is '../x'", "address is 'ftp", "bytes is 0", "sha256 is 'abc'", "'mit'" },
            words => Assert.Contains(failures, failure => failure.Contains(words, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{ \"licenses\": {} }")]
    [InlineData("{ \"licenses\": {}, \"models\": {}, \"size\": 1 }")]
    [InlineData("no json")]
    public void A_list_of_another_form_is_refused(string text)
    {
        folder.Write("state/list.json", text);
        Assert.Contains("list.json cannot be read", Assert.Single(Validate(new ModelSourcesOptions { File = "list.json" })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_licence_that_is_not_stated_is_said_to_be_unknown()
    {
        folder.Write("state/list.json", """{ "licenses": {}, "models": { "anima": [ { "part": "Vae", "path": "vae/a.safetensors", "address": "http://host/a" } ] } }""");
        var plan = Plan(sources: new ModelSourcesOptions { File = "list.json" });
        Assert.Equal(["a.safetensors"], plan.Unlicensed);
        Assert.Null(plan.Missing.Single().Source.Bytes);
    }

    private IReadOnlyList<string> Validate(ModelSourcesOptions options) =>
        [.. new ModelSourcesOptionsValidator(new StateFolder(folder["state"])).Validate(null, options).Failures ?? []];

    private DownloadPlan Plan(ModelFiles? files = null, string? to = null, string name = "anima", ModelSourcesOptions? sources = null)
    {
        var state = new StateFolder(folder["state"]);
        var models = new ModelsOptions();
        if (files is not null)
            models.Models["anima"] = files;
        return new DownloadPlanner(Options.Create(models), new ConfiguredModelSources(Options.Create(sources ?? new ModelSourcesOptions()), state), state).Plan(name, to);
    }
}
