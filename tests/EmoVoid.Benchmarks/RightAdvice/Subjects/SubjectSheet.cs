using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Sampling;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>All subjects in one picture: what is trained on at the left, what is held out at the right.</summary>
internal static class SubjectSheet
{
    private const int Trained = 4, HeldOut = 2;

    public static void Write(IReadOnlyList<Subject> subjects, string file)
    {
        List<SheetColumn> columns = [.. Enumerable.Range(1, Trained).Select(i => new SheetColumn($"trained {i}", "")), .. Enumerable.Range(1, HeldOut).Select(i => new SheetColumn($"held out {i}", ""))];
        List<SheetRow> rows = [.. subjects.Select(subject => new SheetRow(
            $"{subject.Name}: {subject.Kind}, {subject.Pictures} pictures. {subject.Trained(0).Caption}",
            [.. Enumerable.Range(0, Trained).Select(subject.Trained).Concat(Enumerable.Range(0, HeldOut).Select(subject.HeldOut)).Select(scene => scene.Draw(0, CreatureWorld.Side))]))];
        SheetRenderer.Write(new ContactSheet("What the base does not know", "the subjects of tests/right-advice, drawn by code", columns, rows), file);
    }
}
