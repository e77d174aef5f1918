using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Training will fit the device's memory, in the way that is asked for or in any.</summary>
/// <remarks>
/// Against what the device has in all, and not what is free at the moment: other runs, which have it now, are over when this one begins. What is
/// free then, the trainer looks at.
/// </remarks>
internal sealed class MemoryRule : IPreflightRule
{
    /// <summary>Of bfloat16: a CPU may compute in float32, which only its trainer knows.</summary>
    private const int FewestBytes = 2;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.ModelVerdict?.Sizes?.Dit is { } dit && Problem(candidate, dit, candidate.Sidecar.Memory ?? new MemoryPlan()) is { } problem)
            yield return Finding.Problem(problem);
    }

    private static string? Problem(Candidate candidate, AnimaDitSizes dit, MemoryPlan asked)
    {
        if (asked.ProblemFor(dit, candidate.ModelName) is { } impossible)
            return impossible;
        // Kohya's scripts hold the model in a way of their own.
        if (candidate.Sidecar.IsForKohya || candidate.Settings is not { } settings || candidate.Device.Device is not { } device)
            return null;
        var (step, room) = (StepSize.Of(settings, dit, FewestBytes), new DeviceRoom(candidate.Device.IsGpu, candidate.Device.Bytes));
        var choice = MemoryChoice.Make(dit, step, asked, room);
        if (choice.Fits)
            return null;
        var free = MemoryChoice.Make(dit, step, new MemoryPlan(), room);
        return free.Fits
            ? $"It does not fit the device '{device}' in the way that [memory] asks for. {choice.Reason} With {free.Mode}, {MemoryChoice.Gigabytes(free.NeededBytes)} are enough: ask for that, or leave [memory] out."
            : $"It does not fit the device '{device}'. {free.Reason} Ask for {MemoryChoice.WaysOut}.";
    }
}
