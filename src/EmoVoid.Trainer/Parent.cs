using System.Globalization;
using System.Runtime.InteropServices;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Trainer;

/// <summary>Watches the process that started this one, by the kernel's own word.</summary>
/// <remarks>
/// The end of standard input says it too, unless somebody else holds the other end. The kernel sends its signal when the <em>thread</em> dies that
/// started this process, while its process may live on: so it is a signal of its own, which counts only when this process has another parent now.
/// </remarks>
internal sealed partial class Parent : IDisposable
{
    private const int SetParentDeathSignal = 1;        // PR_SET_PDEATHSIG of Linux
    private const PosixSignal ParentDeath = (PosixSignal)12; // SIGUSR2 of Linux

    private readonly PosixSignalRegistration registration;

    /// <param name="gone">Called when the parent is gone, perhaps already now.</param>
    public Parent(Action gone)
    {
        var id = int.TryParse(Environment.GetEnvironmentVariable(TrainerVariables.Parent), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : ParentOfThis();
        registration = PosixSignalRegistration.Create(ParentDeath, context =>
        {
            context.Cancel = true;
            ReportIfGone();
        });
        _ = Control(SetParentDeathSignal, (nuint)(int)ParentDeath, 0, 0, 0);
        ReportIfGone(); // before the line above it would have gone unnoticed

        void ReportIfGone()
        {
            if (ParentOfThis() != id)
                gone();
        }
    }

    public void Dispose() => registration.Dispose();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentOfThis();
}
