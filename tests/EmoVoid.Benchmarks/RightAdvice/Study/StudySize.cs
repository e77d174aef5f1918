using System.Text.Json.Serialization;
using EmoVoid.Benchmarks.RightAdvice.Subjects;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>How much of the study is done. All that changes its figures, but for the seed, is here.</summary>
/// <param name="Characters">How many subjects of the kind, from the first.</param>
/// <param name="StepsPerPicture">Trained for so many: a third more than the guide's 60, so that the last checkpoint is not the one at 60, and what comes of too many is seen.</param>
/// <param name="Saves">At regular steps; those that the light asks for come on top.</param>
/// <param name="Samples">Pictures of the subject for each checkpoint, at most <see cref="Subject.HeldOutPictures"/>.</param>
/// <param name="OtherPrompts">Pictures without the subject for each checkpoint.</param>
/// <param name="SamplerSteps">Euler steps to a picture.</param>
/// <param name="JudgeCreatures">Drawings of the world that the judge learns from.</param>
/// <param name="JudgeDrawings">Of each subject.</param>
internal sealed record StudySize(
    string Name, int Characters, int Styles, int Weak, int Seeds, double StepsPerPicture, int Saves,
    int Samples, int OtherPrompts, int SamplerSteps, int JudgeCreatures, int JudgeDrawings, int JudgeSteps)
{
    /// <summary>
    /// Held out by every run for the trainer's validation, and as many of the trained ones are measured beside them. Their scenes are none of those that
    /// worth is measured by.
    /// </summary>
    public const int MeasuredPictures = 4;

    public static StudySize Full { get; } = new("full", SubjectWorld.Characters, 3, 2, Seeds: 2, StepsPerPicture: 80, Saves: 10, 24, 8, 10, 3072, 160, 500);

    public static StudySize Quick { get; } = new("quick", 4, 1, 1, Seeds: 1, StepsPerPicture: 80, Saves: 10, 12, 6, 10, 1536, 128, 300);

    /// <summary>The whole way in seconds; its figures mean nothing.</summary>
    public static StudySize Smoke { get; } = new("smoke", 1, 0, 0, Seeds: 1, StepsPerPicture: 0.6, Saves: 3, 2, 2, 2, 64, 16, 4) { ValidationPairs = 4 };

    /// <summary>The study's own subjects are others than those of the sizes to try it with, so that nobody has looked at any of them before.</summary>
    [JsonIgnore] // a study's seed stands beside its size
    public long UsualSeed => this == Full ? 15 : 14;

    /// <summary>As the demo trains.</summary>
    public LoraShape Lora { get; init; } = new(Rank: 16, Alpha: 128);

    /// <summary>Of noise levels and noises, of held-out pictures and of as many trained ones.</summary>
    public int ValidationPairs { get; init; } = 32;

    /// <summary>The subjects of a size are the first ones of each kind.</summary>
    public IReadOnlyList<Subject> Of(IReadOnlyList<Subject> all)
    {
        int Wanted(SubjectKind kind) => kind switch { SubjectKind.Character => Characters, SubjectKind.Style => Styles, _ => Weak };
        return [.. all.GroupBy(subject => subject.Kind).SelectMany(kind => kind.Take(Wanted(kind.Key)))];
    }
}

/// <summary>Of all LoRAs of the study.</summary>
internal sealed record LoraShape(int Rank, double Alpha);
