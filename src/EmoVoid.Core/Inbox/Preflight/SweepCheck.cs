using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Models;
using EmoVoid.Core.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>A folder as each of the runs that its <c>[sweep]</c> makes of it; without one, as the one run that it becomes.</summary>
/// <param name="Candidates">At least one.</param>
internal sealed record SweepCheck(IReadOnlyList<Candidate> Candidates, IReadOnlyList<SweepMember> Members)
{
    /// <summary>More runs than these are counted, not named.</summary>
    private const int MostNamed = 3;

    /// <param name="folder">With all that does not depend on a setting.</param>
    public static SweepCheck Of(Candidate folder, IReadOnlyList<SweepMember> members)
    {
        if (members.Count == 0)
            return new SweepCheck([folder], []);
        var candidates = members.Select(member => folder with { Sidecar = member.Sidecar, Settings = Settings(folder, member.Sidecar) }).ToList();
        var all = candidates.Select(candidate => candidate.Settings).OfType<TrainPlan>().ToList();
        return new SweepCheck([.. candidates.Select(candidate => candidate with { Siblings = all, Samples = Samples(candidate, all), Validation = candidate.Settings is { } settings ? candidate.HeldOut.Plan(candidate.Captioned, candidate.Sidecar, settings) : null })], members);
    }

    /// <summary>What the rules say, in their order; what they say of some runs only, with the values of these.</summary>
    /// <returns>With the runs of the report: none without a sweep, and none whose settings could not be resolved.</returns>
    public (IReadOnlyList<Finding> Findings, IReadOnlyList<SweptRun> Runs) Check(IEnumerable<IPreflightRule> rules)
    {
        var said = rules.Select(Ask).ToList();
        return ([.. said.SelectMany(Merged), .. SameTwice()], [.. Members.Index().SelectMany(member => Run(member.Index, [.. said.SelectMany(rule => rule[member.Index])]))]);
    }

    private List<List<Finding>> Ask(IPreflightRule rule) => rule.IsAboutFilesAlone
        ? [.. Enumerable.Repeat(rule.Check(Candidates[0]).ToList(), Candidates.Count)]
        : [.. Candidates.Select(candidate => rule.Check(candidate).ToList())];

    private IEnumerable<SweptRun> Run(int member, List<Finding> findings) => Candidates[member] is { Settings: { } settings } candidate
        ? [new SweptRun(Members[member].Values, settings, candidate.Samples, candidate.Validation, [.. findings.Where(finding => !finding.IsProblem).Select(finding => finding.Message)])]
        : [];

    private static TrainPlan? Settings(Candidate folder, Sidecar sidecar) =>
        folder.Settings is null ? null : sidecar.Resolve(folder.HeldOut.Others(folder.Folder), folder.Model!.Resolution);

    // From the same noise, also where the seed of the training is swept: what differs between the sheets is what the LoRAs do.
    private static SampleSettings? Samples(Candidate candidate, List<TrainPlan> all) => candidate.Settings is not { } settings ? null
        : candidate.Sidecar.Samples.Resolve(
            candidate.Folder.Images.Select(image => image.Caption ?? ""), settings with { Seed = all[0].Seed }, candidate.Model!.Name == ModelCatalog.BuiltIn);

    private IEnumerable<Finding> Merged(List<List<Finding>> said)
    {
        foreach (var finding in said.SelectMany(one => one).Distinct())
        {
            var about = said.Index().Where(one => one.Item.Contains(finding)).Select(one => one.Index).ToList();
            yield return about.Count == Candidates.Count ? finding : finding with { Message = $"{finding.Message} ({Named(about)})" };
        }
    }

    // As with two resolutions that are rounded to the same.
    private IEnumerable<Finding> SameTwice() => Candidates.Index().Where(one => one.Item.Settings is not null).GroupBy(one => one.Item.Settings)
        .Where(same => same.Count() > 1)
        .Select(same => Finding.Problem($"{SidecarSchema.FileName}: [sweep] has runs that come to the same settings, so they would be the same training: {Named([.. same.Select(one => one.Index)])}. Take one of the values out."));

    private string Named(List<int> members) => string.Join("; ", members.Take(MostNamed).Select(member => Members[member].Words))
        + (members.Count > MostNamed ? $"; and {members.Count - MostNamed} more" : "");
}
