using EmoVoid.Contracts.Events;

namespace EmoVoid.Trainer;

/// <summary>An event a line. When they cannot be written, as when nobody reads standard output any more, the run is asked to stop, and no more is said.</summary>
internal sealed class EventWriter(TextWriter output, Action inVain)
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
                inVain();
            }
        }
    }
}
