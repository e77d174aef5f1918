using System.Globalization;
using System.Text;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>Writes what a console shows of kohya's train_network.py with EmoVoid, character by character as the programs write it.</summary>
internal sealed class KohyaConsole
{
    private readonly StringBuilder console = new();
    private string postfix = "";
    private int total;

    /// <summary>What was printed so far.</summary>
    public string Text => console.ToString();

    /// <param name="steps">The steps asked for; the bar counts those after <paramref name="skipped"/>.</param>
    public KohyaConsole Begin(int steps, int? batchesPerEpoch = null, int accumulated = 1, int skipped = 0)
    {
        (total, postfix) = (steps - skipped, "");
        console.Append("running training / 学習開始\n")
            .Append("  num train images * repeats / 学習画像の数×繰り返し回数: 20\n")
            .Append(CultureInfo.InvariantCulture, $"  num batches per epoch / 1epochのバッチ数: {batchesPerEpoch ?? steps}\n")
            .Append("  num epochs / epoch数: 4\n")
            .Append(CultureInfo.InvariantCulture, $"  gradient accumulation steps / 勾配を合計するステップ数 = {accumulated}\n")
            .Append(CultureInfo.InvariantCulture, $"  total optimization steps / 学習ステップ数: {steps}\n")
            .Append("2026-02-16 08:07:29 INFO     unet dtype: torch.bfloat16, device: cuda:0\n");
        return Bar(0);
    }

    public KohyaConsole Print(string text)
    {
        console.Append(text);
        return this;
    }

    public KohyaConsole Optimizer(string name, string arguments = "{}") =>
        Print($"2026-02-16 08:07:20 INFO     use {name} | {arguments}            train_util.py:5124\n");

    /// <summary>One step: the optimizer reports, the bar moves on twice.</summary>
    public KohyaConsole Step(int step, bool lit = false, double? loss = null, double? average = null)
    {
        if (lit)
            Print("✨[READY TO STOP]✨\n");
        if (loss is { } printed)
            Print(string.Create(CultureInfo.InvariantCulture, $"Loss: {printed:F4} | Pulse: 1.0000e-04\n"));
        Bar(step);
        if (average is { } mean)
            postfix = string.Create(CultureInfo.InvariantCulture, $", avr_loss={mean:G3}");
        return Bar(step);
    }

    public KohyaConsole Bar(int step)
    {
        var share = (int)Math.Round(100.0 * step / total);
        var drawn = new string('█', share / 10) + (share % 10 > 4 ? "▌" : "");
        return Print($"\rsteps: {share,3}%|{drawn,-10}| {step}/{total} [00:{step % 60:00}<01:00,  1.55s/it{postfix}]");
    }

    public KohyaConsole Save(string path) => Print($"\nsaving checkpoint: {path}\n");

    public KohyaConsole Remove(string path) => Print($"removing old checkpoint: {path}\n");
}
