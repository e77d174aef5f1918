namespace EmoVoid.Training.Native;

/// <summary>Settings of libtorch's thread pool. OpenMP reads them from the C environment, once, when it is loaded.</summary>
internal static class OpenMp
{
    /// <summary>
    /// So many looks at whether there is work again, before an idle thread sleeps. A step of a small model is hundreds of
    /// short products: with none it takes 1.9 times as long on a quiet machine, where every waking costs. With 10000 it takes 2.5 times as long
    /// on a machine that is busy with something else, where a spinning thread holds the core that its own partner waits for; with this many 1.6
    /// times, and ten times with libgomp's own default.
    /// </summary>
    private const string LooksBeforeSleep = "1000";

    /// <summary>Idle threads sleep soon. What the user has set stays.</summary>
    /// <remarks>Source: libgomp's manual, OMP_WAIT_POLICY and GOMP_SPINCOUNT.</remarks>
    public static void LetIdleThreadsSleepSoon()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null)
            return;
        CEnvironment.Default("OMP_WAIT_POLICY", "passive");
        CEnvironment.Default("GOMP_SPINCOUNT", LooksBeforeSleep);
    }
}
