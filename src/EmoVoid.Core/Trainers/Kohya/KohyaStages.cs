using System.Globalization;
using System.Text.RegularExpressions;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>What the scripts do when they take no steps: they load, encode the pictures and the captions, and make sample pictures.</summary>
internal sealed partial class KohyaStages(Action<TrainerEvent> say)
{
    private static readonly (string Sign, string Stage)[] Signs =
        [("caching latents", "latents"), ("caching Text Encoder outputs", "captions"), ("Generating sample images", "samples"), ("Loading DiT", "model")];

    private Preparing last = new("", 0, 0);
    private string stage = "model";

    /// <param name="text">As it comes; what is cut at its end is not missed.</param>
    /// <param name="isTraining">Then only sample pictures are told of.</param>
    public void Hear(string text, bool isTraining)
    {
        var (at, found) = Signs.Select(sign => (text.LastIndexOf(sign.Sign, StringComparison.Ordinal), sign.Stage)).Max();
        if (at >= 0)
            stage = found;
        if (isTraining ? at >= 0 && found == "samples" : last.Stage.Length == 0 || at >= 0)
            Say(new Preparing(stage, 0, 0));
        else if (!isTraining && Bar().Matches(text) is [.., var bar])
            Say(new Preparing(stage, Number(bar, "done"), Number(bar, "total")));
    }

    private void Say(Preparing now)
    {
        if (now != last || now.Stage == "samples")
            say(last = now);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[0-9]{1,3}%\|[^|\r\n]*\| *(?<done>[0-9]{1,9})/(?<total>[0-9]{1,9}) \[")]
    private static partial Regex Bar();
}
