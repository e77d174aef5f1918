using EmoVoid.Contracts.Events;

namespace EmoVoid.Trainer;

/// <summary>Standard output, an event a line. When nobody reads it any more, the parent is gone: that asks the run to stop, and no more is said.</summary>
internal sealed class EventWriter(TextWriter output, Action parentIsGone)
{
    private readonly Lock oneAtATime = new();
    private bool broken;

    public void Say(TrainerEvent said)
    {
        lock (oneAtATime)
        {
            if (broken)
                return;
            try
            {
                output.WriteLine(said.ToJsonLine());
                output.Flush();
            }
            catch (IOException)
            {
                broken = true;
                parentIsGone();
            }
        }
    }
}
