using EmoVoid.Contracts.Events;
using EmoVoid.Training.Loop;

namespace EmoVoid.Trainer;

/// <summary>From a line to what is done about it.</summary>
internal sealed class Commands(Requests requests, StopRequest stop)
{
    private const int LongestShown = 80;

    public void Take(string line)
    {
        switch (line.Trim())
        {
            case TrainerCommands.Save:
                requests.Save();
                break;
            case TrainerCommands.Sample:
                requests.Sample();
                break;
            case TrainerCommands.Stop:
                stop.Ask("asked to stop");
                break;
            case "":
                break;
            case var unknown:
                Console.Error.WriteLine($"'{unknown[..Math.Min(unknown.Length, LongestShown)]}' is no command and is passed over; known are {TrainerCommands.Save}, {TrainerCommands.Sample} and {TrainerCommands.Stop}");
                break;
        }
    }
}
