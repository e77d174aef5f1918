using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>
/// Lets a trainer process decode the pictures: what a hostile file breaks is that process, and never the daemon. A picture is blamed only when a
/// second process breaks at it as well: the first may have been killed for no fault of its, as by a kernel that is short of memory.
/// </summary>
public sealed class TrainerImageInspector(TrainerLocator trainer, TimeProvider time, ILogger<TrainerImageInspector> log) : IImageInspector
{
    /// <summary>For one picture; a large one takes a second or two on a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Exit codes of a process that a signal ended begin here; below it, the process left by itself.</summary>
    private const int FirstSignalCode = 128;

    private const string Broken = "it breaks the image decoder";

    public async Task<IReadOnlyList<ImageInspection>> InspectAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        var program = files.Count > 0 ? trainer.Find() : "";
        var answers = new List<ImageInspection>(files.Count);
        var suspect = -1;
        while (answers.Count < files.Count)
        {
            var rest = files.Skip(answers.Count).ToList();
            if (await AskAsync(program, rest, answers, cancel) is not { } problem)
                continue;
            if (problem == Broken && suspect != answers.Count)
            {
                suspect = answers.Count;
                continue;
            }

            var culprit = files[answers.Count];
            log.DecoderBroke(culprit, problem);
            answers.Add(new ImageInspection(culprit, null, null, problem));
        }

        return answers;
    }

    /// <summary>Adds the answers of one process.</summary>
    /// <returns>What was wrong with the file after the last answer, when the process did not come to the end.</returns>
    private async Task<string?> AskAsync(string program, List<string> files, List<ImageInspection> answers, CancellationToken cancel)
    {
        await using var process = InspectionProcess.Start(program, files);
        var answered = 0;
        while (answered < files.Count)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
            try
            {
                if (await process.NextAsync(either.Token) is not { } answer)
                    return await ReasonAsync(process);
                answers.Add(answer);
                answered++;
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return $"decoding it takes longer than {Patience.TotalSeconds:0} seconds";
            }
        }

        return null;
    }

    private static async Task<string> ReasonAsync(InspectionProcess process)
    {
        var (exitCode, lastWords) = await process.EndAsync();
        return exitCode >= FirstSignalCode
            ? Broken
            : throw new InspectionException($"The trainer cannot look at images: it left with exit code {exitCode}. {lastWords}".TrimEnd());
    }
}
