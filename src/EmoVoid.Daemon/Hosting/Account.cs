using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EmoVoid.Daemon.Hosting;

/// <summary>A user of the machine.</summary>
/// <param name="IsListed">Whether the user database has it; a folder may belong to a number that it has not.</param>
internal sealed record Account(uint User, uint Group, string Name, string Home, bool IsListed)
{
    /// <summary>Of whom this process is; a user without a name is named so that a message can be read.</summary>
    public static string CurrentName => Environment.UserName is { Length: > 0 } name ? name : "this user";

    public static Account Of(FileOwner owner)
    {
        if (GetPwUid(owner.User) is var entry && entry == 0)
            return new Account(owner.User, owner.Group, owner.User.ToString(CultureInfo.InvariantCulture), "/", IsListed: false);
        var listed = Marshal.PtrToStructure<Passwd>(entry);
        return new Account(owner.User, listed.Group, Marshal.PtrToStringUTF8(listed.Name)!, Marshal.PtrToStringUTF8(listed.Home)!, IsListed: true);
    }

    /// <summary>Makes this process that user's, with the user's groups (a GPU may be open to one of them) and none of root's. There is no way back.</summary>
    /// <exception cref="Win32Exception">It may not.</exception>
    public void Assume()
    {
        Require(IsListed ? InitGroups(Name, Group) : SetGroups(1, [Group]));
        Require(SetGid(Group));
        Require(SetUid(User));
    }

    private static void Require(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary><c>struct passwd</c> of Linux, as glibc and musl have it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Passwd
    {
        public readonly nint Name, Password;
        public readonly uint User, Group;
        public readonly nint Comment, Home, Shell;
    }

    [DllImport("libc", EntryPoint = "getpwuid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetPwUid(uint user);

    [DllImport("libc", EntryPoint = "initgroups", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int InitGroups([MarshalAs(UnmanagedType.LPUTF8Str)] string user, uint group);

    [DllImport("libc", EntryPoint = "setgroups", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetGroups(nuint count, uint[] groups);

    [DllImport("libc", EntryPoint = "setgid", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetGid(uint group);

    [DllImport("libc", EntryPoint = "setuid", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetUid(uint user);
}
