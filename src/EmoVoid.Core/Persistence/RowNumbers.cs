using System.Runtime.InteropServices;
using SQLitePCL;

namespace EmoVoid.Core.Persistence;

/// <summary>The numbers of the row that a statement stands at, without what a guarded call takes for each of a million: three quarters of a pass over a run's steps.</summary>
/// <remarks>Source: SQLite's <c>sqlite3_column_double</c> and <c>sqlite3_column_int</c>. They take nanoseconds and call nothing back, as <see cref="SuppressGCTransitionAttribute"/> asks.</remarks>
/// <param name="statement">Stays open while this is used; its columns are numbers, so that nothing is converted.</param>
internal readonly struct RowNumbers(sqlite3_stmt statement)
{
    private const string Library = "e_sqlite3";

    private readonly IntPtr handle = statement.DangerousGetHandle();

    public double Real(int column) => ColumnDouble(handle, column);

    public int Whole(int column) => ColumnInt(handle, column);

    [DllImport(Library, EntryPoint = "sqlite3_column_double"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern double ColumnDouble(IntPtr statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_int"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int ColumnInt(IntPtr statement, int column);
}
