using EmoVoid.Safetensors;
using EmoVoid.Testing;

namespace EmoVoid.Goldens.Tests;

/// <summary>What <c>tests/golden DIR</c> answers.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new(), errors = new();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        errors.Dispose();
    }

    [Fact]
    public void Good_vectors_give_0_and_a_line_for_each_number()
    {
        Copy("qwen3.safetensors");
        Assert.Equal(0, Run());
        Assert.Matches(@"qwen3\.safetensors: prompt_embeds rel_l2 .+ tolerance .+ ok\r?\n", output.ToString());
    }

    [Fact]
    public void A_number_that_was_changed_gives_1()
    {
        Copy("qwen3.safetensors");
        Corrupt("qwen3.safetensors", "out.prompt_embeds");
        Assert.Equal(1, Run());
        Assert.Contains("NOT OK", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_gives_1_and_does_not_keep_the_others_from_being_tried()
    {
        Copy("emovoid-tiny.safetensors");
        Copy("qwen3.safetensors");
        using (var stream = File.OpenWrite(folder["emovoid-tiny.safetensors"]))
            stream.SetLength(stream.Length - 8);
        Assert.Equal(1, Run());
        Assert.Matches(@"emovoid-tiny.+NOT OK: ", output.ToString());
        Assert.Matches(@"qwen3.+ ok\r?\n", output.ToString());
    }

    [Fact]
    public void Vectors_that_no_check_knows_are_skipped_with_the_reason_and_fail_only_when_nothing_else_was_run()
    {
        folder.Write("later.json", "{}");
        Assert.Equal(1, Run());
        Assert.Contains("skipped: no check is called 'later'", output.ToString(), StringComparison.Ordinal);

        Copy("qwen3.safetensors");
        Assert.Equal(0, Run());
    }

    [Fact]
    public void A_folder_without_vectors_gives_2_and_says_so()
    {
        Assert.Equal(2, Run());
        Assert.Contains("holds no golden vectors", errors.ToString(), StringComparison.Ordinal);
    }

    private int Run() => GoldenRunner.Run(folder.Path, output, errors);

    private void Copy(string name) => File.Copy(Repository.Path("tests", "goldens", name), folder[name]);

    /// <summary>Flips the sign of a tensor's first number.</summary>
    private void Corrupt(string name, string tensor)
    {
        var info = SafetensorsHeader.Read(folder[name]).Tensors[tensor];
        using var stream = File.Open(folder[name], FileMode.Open);
        stream.Position = info.Offset + 3; // the byte with the sign of a little-endian float32
        var sign = (byte)stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(sign ^ 0x80));
    }
}
