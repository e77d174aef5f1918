using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using EmoVoid.Contracts;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Persistence;

/// <summary>How .NET values are written in columns: times as ISO-8601 UTC text, settings as JSON, names in snake_case.</summary>
internal static class ColumnTypes
{
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Dapper asks its own map first, and that one would write local times.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new UtcTime());
        SqlMapper.AddTypeHandler(new Settings());
        SqlMapper.AddTypeHandler(new Hashes());
    }

    private sealed class UtcTime : SqlMapper.TypeHandler<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            parameter.Value = value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.ParseExact((string)value, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private sealed class Hashes : SqlMapper.TypeHandler<IReadOnlyDictionary<string, string>>
    {
        public override void SetValue(IDbDataParameter parameter, IReadOnlyDictionary<string, string>? value) => parameter.Value = JsonSerializer.Serialize(value);

        public override IReadOnlyDictionary<string, string>? Parse(object value) => JsonSerializer.Deserialize<Dictionary<string, string>>((string)value);
    }

    private sealed class Settings : SqlMapper.TypeHandler<TrainPlan>
    {
        public override void SetValue(IDbDataParameter parameter, TrainPlan? value) =>
            parameter.Value = JsonSerializer.Serialize(value!, ContractsJson.Line.TrainPlan);

        // Most runs have the settings of the one before them, and a look at the queue reads all that wait.
        [ThreadStatic]
        private static (string Json, TrainPlan? Plan) last;

        public override TrainPlan? Parse(object value)
        {
            if ((string)value != last.Json)
                last = ((string)value, JsonSerializer.Deserialize((string)value, ContractsJson.Default.TrainPlan));
            return last.Plan;
        }
    }
}
