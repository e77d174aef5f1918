using EmoVoid.Training.Data.Images;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>What one picture of a subject shows.</summary>
/// <param name="Caption">In a wording drawn for it, as a data set has them.</param>
/// <param name="Prompt">As tags, as one would ask for it.</param>
/// <param name="Traits">The number of its value for each trait of the world; <see cref="NanoQuality.Trait.Unknown"/> where none fits, or where the subject decides.</param>
/// <param name="Draw">(which of its drawings, side in pixels): they differ a little in place, size, shade and scenery.</param>
internal sealed record SubjectScene(string Caption, string Prompt, IReadOnlyList<long> Traits, Func<int, int, RgbImage> Draw);
