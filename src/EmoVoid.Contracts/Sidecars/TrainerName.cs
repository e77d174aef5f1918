namespace EmoVoid.Contracts.Sidecars;

/// <summary>The programs that train, as a sidecar and a plan name them.</summary>
public static class TrainerName
{
    /// <summary>Our own.</summary>
    public const string EmoVoid = "emovoid";

    /// <summary>kohya-ss/sd-scripts with the EmoVoid optimizer.</summary>
    public const string Kohya = "kohya";
}
