using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The creature, from its shadow to its hat.</summary>
internal static class Figure
{
    private const float LimbWidth = 11;
    private static readonly SKColor Orange = new(0xF5, 0x9A, 0x23);

    public static void Paint(Brush brush, Creature c, Coat coat)
    {
        var stance = Stance.Of(c.Pose);
        brush.Spot(0, Stance.GroundY + 1, stance.Shadow, 4.5f, new SKColor(0x20, 0x18, 0x38, 0x60));
        Tail(brush, c.Species, coat, stance);
        Legs(brush, c, coat, stance);
        Body(brush, c.Species, coat, stance);
        if (c.Pose != Pose.Jumping)
            Arms(brush, c.Species, coat, stance);
        var head = new Head(brush, c.Species, coat, stance.HeadY);
        head.Paint();
        if (c.Pose == Pose.Jumping)
            Arms(brush, c.Species, coat, stance);
        if (c.Accessory == Accessory.Glasses)
            Accessories.Glasses(brush, head);
        Face.Paint(brush, c.Expression, head.Face);
        Accessories.Paint(brush, c.Accessory, head);
    }

    private static void Tail(Brush brush, Species species, Coat coat, Stance stance)
    {
        var y = stance.BodyY + stance.BodyHeight / 2;
        switch (species)
        {
            case Species.Cat:
                using (var tail = Paths.Curve(12, y + 4, 46, y + 4, 39, y - 22))
                    brush.Limb(tail, coat.Body, 9);
                break;
            case Species.Fox:
                using (var tail = Paths.Leaf(33, y - 7, 11, 22, 38))
                using (var tip = Paths.Leaf(40, y - 16, 7, 10, 38))
                {
                    brush.Shape(tail, coat.Body);
                    brush.Patch(tip, SKColors.White);
                }

                break;
            case Species.Rabbit:
                brush.Ellipse(23, y + 2, 9, 9, coat.Light);
                break;
            default:
                break;
        }
    }

    private static void Legs(Brush brush, Creature c, Coat coat, Stance stance)
    {
        var colour = c.Species == Species.Owl ? Orange : coat.Body;
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var (x0, y0, x1, y1) = stance.Leg;
            using var leg = Paths.Curve(side * x0, y0, side * x0, y0, side * x1, y1);
            brush.Limb(leg, colour, LimbWidth);
            if (c.Pose == Pose.Sitting)
            {
                brush.Ellipse(side * x1, y1 - 2, 9, 9, colour);
                brush.Spot(side * x1, y1 - 1, 4.5f, 4.5f, coat.Light);
            }
            else
            {
                brush.Ellipse(side * (x1 + 2), y1, 9, 5, colour);
            }
        }
    }

    private static void Body(Brush brush, Species species, Coat coat, Stance stance)
    {
        var width = species == Species.Owl ? stance.BodyWidth + 5 : stance.BodyWidth;
        brush.Ellipse(0, stance.BodyY, width, stance.BodyHeight, coat.Body);
        brush.Spot(0, stance.BodyY + 3, width * 0.62f, stance.BodyHeight * 0.72f, coat.Light);
    }

    private static void Arms(Brush brush, Species species, Coat coat, Stance stance)
    {
        var (x0, y0, x1, y1) = stance.Arm;
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            using var arm = Paths.Curve(side * x0, y0, side * (x0 + 6), (y0 + y1) / 2, side * x1, y1);
            brush.Limb(arm, species == Species.Owl ? coat.Deep : coat.Body, species == Species.Owl ? LimbWidth + 4 : LimbWidth);
        }
    }
}
