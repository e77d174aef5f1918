using System.CommandLine;

namespace EmoVoid.Daemon.CommandLine.Manual;

/// <summary>Commands, options and arguments as a manual writes them.</summary>
internal static class CommandText
{
    /// <summary>The command and those below it, each with the words that are typed for it.</summary>
    public static IEnumerable<(string Words, Command Command)> Tree(Command command, string words) =>
        [(words, command), .. command.Subcommands.Where(below => !below.Hidden).SelectMany(below => Tree(below, $"{words} {below.Name}"))];

    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>Arguments and options in a line.</summary>
    public static string Synopsis(Command command) => string.Join(' ', command.Arguments.Where(argument => !argument.Hidden).Select(Of).Concat(OptionsOf(command).Select(option => $"[{Of(option)}]")));

    public static string Of(Argument argument) => argument.Arity switch
    {
        { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 } => $"[{NameOf(argument)}]",
        { MinimumNumberOfValues: 0 } => $"[{NameOf(argument)}]...",
        _ => NameOf(argument),
    };

    public static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    public static string Of(Option option) => option.Name + ValueOf(option);

    /// <summary>All names of an option, the long one first.</summary>
    public static string NamesOf(Option option) => string.Join(", ", new[] { option.Name }.Concat(option.Aliases.Where(alias => alias != option.Name).Order(StringComparer.Ordinal)));

    /// <summary>What follows an option's name; empty for one that is only said.</summary>
    public static string ValueOf(Option option) => option.Arity switch
    {
        { MaximumNumberOfValues: 0 } => "",
        _ when option.ValueType == typeof(bool) => "",
        { MinimumNumberOfValues: 0 } => $" [{option.HelpName ?? "VALUE"}]",
        _ => $" {option.HelpName ?? "VALUE"}",
    };

    /// <summary>A sentence; empty where the description says it, or there is none.</summary>
    public static string DefaultOf(Option option) => option.HasDefaultValue && option.ValueType != typeof(bool) ? FormattableString.Invariant($" Default: {option.GetDefaultValue()}.") : "";

    /// <summary>A description as a sentence.</summary>
    public static string Sentence(string? description) => description is { Length: > 0 } text ? text.TrimEnd('.') + "." : "";
}
