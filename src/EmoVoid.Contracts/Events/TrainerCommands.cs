namespace EmoVoid.Contracts.Events;

/// <summary>What a trainer understands while it trains: a word a line, on standard input or in the file of <see cref="TrainerVariables.Commands"/>.</summary>
public static class TrainerCommands
{
    /// <summary>A checkpoint of the next step that is done.</summary>
    public const string Save = "save";

    /// <summary>Pictures of the next step that is done, as <c>sample.every</c> makes them; the plan must have prompts.</summary>
    public const string Sample = "sample";

    /// <summary>The step at hand is finished and saved, then the trainer leaves: the same as SIGTERM, for whoever cannot send one.</summary>
    public const string Stop = "stop";
}
