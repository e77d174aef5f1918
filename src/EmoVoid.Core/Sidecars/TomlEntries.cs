using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EmoVoid.Core.Sidecars;

/// <summary>A key of a TOML text with its whole path.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Value">A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTime"/> (local), <see cref="DateTimeOffset"/>, or a list of them; null for anything else.</param>
/// <param name="Written">The value as it stands in the file.</param>
internal sealed record TomlEntry(string Key, int Line, object? Value, string Written);

/// <summary>A table of a TOML text, or one of a list of tables.</summary>
/// <param name="Name">Empty for what stands before the first table.</param>
/// <param name="IsOfList">Whether it is written <c>[[name]]</c>.</param>
/// <param name="Entries">With keys that count from the table.</param>
internal sealed record TomlTable(string Name, bool IsOfList, int Line, IReadOnlyList<TomlEntry> Entries);

/// <summary>A TOML text as a flat list of keys: tables, dotted keys and inline tables all come out as paths.</summary>
internal static class TomlEntries
{
    /// <param name="problems">Gets a sentence a line that is not TOML; then there are no entries.</param>
    internal static IReadOnlyList<TomlEntry> Read(string text, List<string> problems) => Parse(text, problems) is { } document
        ? [.. document.KeyValues.SelectMany(pair => Flatten("", pair)), .. document.Tables.SelectMany(FromTable)]
        : [];

    /// <summary>The same text table by table, in the order of the file.</summary>
    /// <param name="problems">As above.</param>
    internal static IReadOnlyList<TomlTable> ReadTables(string text, List<string> problems) => Parse(text, problems) is { } document
        ?
        [
            new TomlTable("", IsOfList: false, 1, [.. document.KeyValues.SelectMany(pair => Flatten("", pair))]),
            .. document.Tables.Select(table => new TomlTable(
                PathOf(table.Name!), table is TableArraySyntax, LineOf(table.Span), [.. table.Items.SelectMany(pair => Flatten("", pair))])),
        ]
        : [];

    private static DocumentSyntax? Parse(string text, List<string> problems)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, sourceName: null, validate: true);
        }
        catch (TomlException e)
        {
            // What the parser does not read on from, such as brackets nested thousands deep.
            problems.Add($"it is not TOML: {e.Message}");
            return null;
        }

        if (document.HasErrors)
        {
            problems.AddRange(Complaints(document));
            return null;
        }

        return document;
    }

    // One a line: the parser's later complaints about the same line follow from its first.
    private static IEnumerable<string> Complaints(DocumentSyntax document) => document.Diagnostics
        .DistinctBy(diagnostic => diagnostic.Span.Start.Line)
        .OrderBy(diagnostic => diagnostic.Span.Start.Line)
        .Select(diagnostic => $"line {LineOf(diagnostic.Span)} is not TOML: {diagnostic.Message}");

    private static IEnumerable<TomlEntry> FromTable(TableSyntaxBase table)
    {
        var name = PathOf(table.Name!);
        // A table without keys, and a list of tables, count as a key themselves, so that an unknown name does not pass unseen.
        if (table is TableArraySyntax || !table.Items.Any())
            return [new TomlEntry(name, LineOf(table.Span), null, table is TableArraySyntax ? $"[[{name}]]" : $"[{name}]")];
        return table.Items.SelectMany(pair => Flatten(name + ".", pair));
    }

    private static IEnumerable<TomlEntry> Flatten(string prefix, KeyValueSyntax pair)
    {
        var path = prefix + PathOf(pair.Key!);
        if (pair.Value is InlineTableSyntax table)
            return table.Items.SelectMany(item => Flatten(path + ".", item.KeyValue!));
        return [new TomlEntry(path, LineOf(pair.Span), ValueOf(pair.Value), WrittenAs(pair.Value))];
    }

    private static string PathOf(KeySyntax key) =>
        string.Join('.', key.DotKeys.Select(part => part.Key).Prepend(key.Key).Select(NameOf));

    private static string NameOf(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private static object? ValueOf(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => text.Value,
        IntegerValueSyntax whole => whole.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax truth => truth.Value,
        DateTimeValueSyntax time => TimeOf(time.Value),
        ArraySyntax list => list.Items.Select(item => ValueOf(item.Value)).ToList(),
        _ => null,
    };

    private static object? TimeOf(TomlDateTime time) => time.Kind switch
    {
        TomlDateTimeKind.LocalDateTime => DateTime.SpecifyKind(time.DateTime.DateTime, DateTimeKind.Unspecified),
        TomlDateTimeKind.OffsetDateTimeByZ or TomlDateTimeKind.OffsetDateTimeByNumber => time.DateTime,
        _ => null,
    };

    private static string WrittenAs(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => text.Token?.Text ?? "",
        IntegerValueSyntax whole => whole.Token?.Text ?? "",
        FloatValueSyntax number => number.Token?.Text ?? "",
        BooleanValueSyntax truth => truth.Token?.Text ?? "",
        _ => value?.ToString()?.Trim() ?? "",
    };

    private static int LineOf(SourceSpan span) => span.Start.Line + 1;
}
