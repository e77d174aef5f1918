namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What whoever follows a job learns of the cluster.</summary>
internal interface IJobListener
{
    /// <summary>The run's job would not do better at once.</summary>
    /// <param name="why">A sentence.</param>
    void CannotWork(string why);

    /// <param name="off">How far the node's clock is before ours, or after it where negative.</param>
    void ClockSeen(string node, TimeSpan off);
}
