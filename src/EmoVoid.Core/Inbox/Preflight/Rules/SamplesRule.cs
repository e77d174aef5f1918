using System.Globalization;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Sample pictures are a whole number of patches wide and high, and need a prompt; those while training need a step to be made at.</summary>
internal sealed class SamplesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var asked = candidate.Sidecar.Samples;
        foreach (var (key, pixels) in new[] { (SampleKeys.Width, asked.Width), (SampleKeys.Height, asked.Height) })
            if (pixels is { } side && SidecarSamples.Rounded(side) is var rounded && rounded != side)
                yield return Note($"{key.Name} is {side}; sample pictures are {rounded}, the next lower multiple of 16.");
        if (candidate is { Settings: not null, Samples: null } && asked.Count != 0)
            yield return Note($"There will be no sample pictures: every caption is empty and {SampleKeys.Prompts.Name} is not written.");
        if (candidate is { Settings: { } train, Samples.Every: { } every } && every > train.Steps)
            yield return Note($"{SampleKeys.Every.Name} is {every}, and the run has {train.Steps} steps: there will be no pictures while training.");
    }

    private static Finding Note(FormattableString text) => Finding.Note(text.ToString(CultureInfo.InvariantCulture));
}
