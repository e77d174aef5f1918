namespace EmoVoid.Training.Pretraining.World;

/// <summary>Where the parts of a creature are in a pose. In pixels of the picture, with x = 0 in the middle; limbs are those of the right side.</summary>
/// <param name="HeadY">The middle of the head.</param>
/// <param name="BodyY">The middle of the body, an ellipse of <paramref name="BodyWidth"/> × <paramref name="BodyHeight"/> (half axes).</param>
internal sealed record Stance(float HeadY, float BodyY, float BodyWidth, float BodyHeight, Limb Arm, Limb Leg, float Shadow)
{
    public const float GroundY = 118;

    public static Stance Of(Pose pose) => pose switch
    {
        Pose.Standing => new(59, 97, 19, 18, new(15, 88, 25, 101), new(10, 108, 11, 116), 30),
        Pose.Sitting => new(68, 104, 24, 15, new(18, 96, 9, 108), new(20, 110, 29, 113), 38),
        _ => new(54, 87, 17, 17, new(13, 81, 39, 58), new(10, 98, 21, 108), 19),
    };
}

/// <summary>From the body to hand or foot.</summary>
internal readonly record struct Limb(float X0, float Y0, float X1, float Y1);
