using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Draws a character, from its shadow to its crest.</summary>
/// <param name="shade">Lighter or darker, of the body.</param>
internal sealed class CharacterFigure(Brush brush, CharacterLook look, Pose pose, float shade)
{
    private const float LimbWidth = 10;

    private static readonly float[] Sides = [-1, 1];

    private readonly Build build = Build.Of(pose);
    private readonly SKColor main = look.Main.Shaded(shade), second = look.Second.Shaded(shade);

    public void Paint(Expression expression)
    {
        brush.Spot(0, Stance.GroundY + 1, build.Shadow, 4.5f, new SKColor(0x20, 0x18, 0x38, 0x60));
        Tail();
        foreach (var s in Sides)
            brush.Ellipse(s * build.FootX, build.FootY, 11, pose == Pose.Sitting ? 9 : 6.5f, second);
        new CrestPainter(brush, look.Accent, second).Paint(look.Crest, build.Y - build.Height);
        using (var body = BodyShapes.Of(look.Body, build.Y, build.Width, build.Height))
            brush.Shape(body, main);
        new MarkPainter(brush, second).Paint(look.Mark, build.Y + 17);
        Arms();
        FacePlate();
        Face.Paint(brush, expression, new FacePlace(EyeX: 13, EyeY: build.Y - 16, MouthY: build.Y - 6));
    }

    /// <summary>Behind the face, so that it can be read on a dark body.</summary>
    private void FacePlate()
    {
        brush.Spot(0, build.Y - 10, 25, 17, main.Mixed(SKColors.White, 0.72f));
        foreach (var s in Sides)
            brush.Spot(s * 21, build.Y - 3, 5, 4, look.Accent);
    }

    private void Arms()
    {
        var (x0, y0, x1, y1) = build.Arm;
        foreach (var s in Sides)
        {
            using var arm = Paths.Curve(s * x0, y0, s * (x0 + 5), (y0 + y1) / 2, s * x1, y1);
            brush.Limb(arm, second, LimbWidth);
        }
    }

    private void Tail()
    {
        var (x, y) = (build.Width, build.Y);
        switch (look.Tail)
        {
            case TailShape.Curl:
                using (var curl = new SKPath())
                {
                    curl.MoveTo(x - 8, y + 16);
                    curl.CubicTo(x + 16, y + 24, x + 22, y - 4, x + 8, y - 5);
                    curl.CubicTo(x - 2, y - 5, x + 1, y + 9, x + 9, y + 5);
                    brush.Limb(curl, second, 8);
                }

                break;
            case TailShape.Arrow:
                using (var stem = Paths.Curve(x - 8, y + 18, x + 16, y + 20, x + 12, y))
                    brush.Limb(stem, second, 6);
                brush.Polygon(look.Accent, x + 2, y + 2, x + 12, y - 16, x + 22, y + 2);
                break;
            case TailShape.Ball:
                brush.Ellipse(x + 4, y + 14, 12, 12, look.Accent);
                break;
            default:
                break;
        }
    }

    /// <summary>Where the parts are in a pose: the middle of the body with its half axes, and the arm and foot of the right side.</summary>
    private sealed record Build(float Y, float Width, float Height, Limb Arm, float FootX, float FootY, float Shadow)
    {
        public static Build Of(Pose pose) => pose switch
        {
            Pose.Standing => new(81, 34, 32, new(31, 80, 43, 95), 15, 113, 34),
            Pose.Sitting => new(87, 37, 30, new(34, 90, 44, 107), 24, 112, 42),
            _ => new(70, 33, 31, new(28, 68, 47, 45), 14, 103, 20),
        };
    }
}
