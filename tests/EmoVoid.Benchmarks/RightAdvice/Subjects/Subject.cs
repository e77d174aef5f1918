namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

internal enum SubjectKind { Character, Style, Weak }

/// <summary>Something that the base does not know, and the scenes that it comes in.</summary>
internal abstract class Subject(SubjectKind kind, string name, int pictures, long seed)
{
    /// <summary>How many scenes are held out.</summary>
    public const int HeldOutPictures = 24;

    public SubjectKind Kind => kind;

    /// <summary>The word that stands for it in captions; no word of the base's training.</summary>
    public string Name => name;

    /// <summary>How many pictures there are to train on: 10 to 20.</summary>
    public int Pictures => pictures;

    /// <summary>Of its scenes and drawings.</summary>
    protected long Seed => seed;

    /// <summary>A scene to train on, from 0; its drawing is number 0 of the scene.</summary>
    public abstract SubjectScene Trained(int index);

    /// <summary>A scene that is never trained on, from 0: without end for the judge, and the first 24 for measuring.</summary>
    public abstract SubjectScene HeldOut(int index);
}
