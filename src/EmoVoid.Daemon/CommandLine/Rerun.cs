using EmoVoid.Contracts.Events;
using EmoVoid.Core.Receipts;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd rerun RECEIPT</c>: makes the same LoRA again, and says whether it is the same to the last bit.</summary>
internal static class Rerun
{
    private const int Lines = 10;

    /// <param name="dataset">Null: the folder <c>dataset</c> beside the receipt, or in the output of its group.</param>
    /// <param name="folder">Null: a new one in the current folder.</param>
    public static async Task<int> Run(string file, string? dataset, string? folder, ServeSettings settings, CancellationToken cancel)
    {
        var receipt = Read(file);
        dataset = Path.GetFullPath(dataset ?? receipt.DatasetBeside(file));
        folder = Path.GetFullPath(folder ?? $"rerun-{receipt.Run}");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new CannotStartException($"{folder} is not empty; name another folder with --out", exitCode: 1);
        await using var services = VerbServices.Of(settings);
        var rerun = services.GetRequiredService<ReceiptRerun>();
        var problems = rerun.Problems(receipt, dataset).ToList();
        if (problems.Count > 0)
            throw new CannotStartException($"{receipt.Run} cannot be made again here:{string.Concat(problems.Select(problem => "\n- " + problem))}", exitCode: 1);
        Console.WriteLine($"{receipt.Run}: {receipt.Plan.Dataset.Images.Count} pictures, {receipt.Plan.Train.Steps} steps, into {folder}");
        var result = await rerun.Run(receipt, dataset, folder, said => Show(said, receipt.Plan.Train.Steps), cancel);
        Say(receipt, result);
        return result.IsSame ? 0 : 1;
    }

    private static RunReceipt Read(string file)
    {
        try
        {
            return RunReceipt.Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(e.Message, exitCode: 1);
        }
    }

    private static void Show(TrainerEvent said, int steps)
    {
        if (said is Stepped step && (step.Step * Lines / steps) != ((step.Step - 1) * Lines / steps))
            Console.WriteLine(FormattableString.Invariant($"step {step.Step}/{steps}  loss {step.Loss:0.0000}"));
    }

    private static void Say(RunReceipt receipt, RerunResult result)
    {
        if (result.Problem is { } problem)
            Console.WriteLine($"It did not come to its end: {problem}");
        else if (result.IsSame)
            Console.WriteLine($"The same bytes: all {result.Same.Count} checkpoints have the SHA-256 of the receipt.");
        else
            Console.WriteLine($"Not the same bytes: {result.Different.Count} of {result.Same.Count + result.Different.Count} checkpoints differ, the first at step {result.Different[0]}.");
        if (result.TrainedWith is { } now && (now != receipt.TrainedWith || result.Processor != receipt.Processor))
            Console.WriteLine($"It was {receipt.TrainedWith?.ToString() ?? "unknown"} on {receipt.Processor ?? "an unknown processor"}; here it is {now} on {result.Processor ?? "an unknown processor"}. Other arithmetic rounds otherwise.");
    }
}
