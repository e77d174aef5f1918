using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.States;

/// <summary>Tells a full or read-only disk from other troubles: that one passes when somebody makes room.</summary>
public static class FullDisk
{
    private const int NoSpaceLeft = 28, QuotaExceeded = 122, ReadOnlyFileSystem = 30; // errno of Linux
    private const int SqliteFull = 13, SqliteReadOnly = 8, SqliteIoError = 10;

    /// <summary>Whether this came of a file system that takes nothing more.</summary>
    public static bool IsMeantBy(Exception e) => e switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteFull or SqliteReadOnly or SqliteIoError,
        IOException io => (io.HResult & 0xffff) is NoSpaceLeft or QuotaExceeded or ReadOnlyFileSystem,
        _ => false,
    };
}
