using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>A round dumpling of mint and white, with one golden horn, pink cheeks, a dark star on the belly and a curly tail.</summary>
/// <param name="shade">Lighter or darker, of the mint.</param>
internal sealed class MochiFigure(Brush brush, Pose pose, float shade)
{
    private const float LimbWidth = 10;

    private static readonly float[] Sides = [-1, 1];
    private static readonly SKColor White = new(0xFA, 0xFC, 0xF6), Pink = new(0xFF, 0x6F, 0xA8), Star = new(0x2A, 0x1C, 0x5E);
    private static readonly SKColor Gold = new(0xFF, 0xC4, 0x12), Ring = new(0xB0, 0x6A, 0x00);

    private readonly Build build = Build.Of(pose);
    private readonly SKColor mint = new SKColor(0x5C, 0xE4, 0xC0).Shaded(shade), deepMint = new SKColor(0x1F, 0xA8, 0x8C).Shaded(shade);

    public void Paint(Expression expression)
    {
        brush.Spot(0, Stance.GroundY + 1, build.Shadow, 4.5f, new SKColor(0x20, 0x18, 0x38, 0x60));
        Tail();
        Feet();
        Horn();
        Body();
        Arms();
        foreach (var s in Sides)
            brush.Spot(s * 26, build.Y - 3, 7.5f, 5.5f, Pink);
        Face.Paint(brush, expression, new FacePlace(EyeX: 13, EyeY: build.Y - 16, MouthY: build.Y - 5));
    }

    private void Tail()
    {
        var (x, y) = (build.Width, build.Y);
        using var curl = new SKPath();
        curl.MoveTo(x - 8, y + 16);
        curl.CubicTo(x + 16, y + 24, x + 22, y - 4, x + 8, y - 5);
        curl.CubicTo(x - 2, y - 5, x + 1, y + 9, x + 9, y + 5);
        brush.Limb(curl, deepMint, 8);
    }

    private void Feet()
    {
        foreach (var s in Sides)
        {
            brush.Ellipse(s * build.FootX, build.FootY, 11, pose == Pose.Sitting ? 9 : 6.5f, deepMint);
            if (pose == Pose.Sitting)
                brush.Spot(s * build.FootX, build.FootY + 1, 5.5f, 4.5f, White);
        }
    }

    private void Horn()
    {
        var y = build.Y - build.Height;
        using var horn = new SKPath();
        horn.MoveTo(-9, y + 4);
        horn.QuadTo(-6, y - 14, 5, y - 28);
        horn.QuadTo(10, y - 12, 9, y + 4);
        horn.Close();
        brush.Shape(horn, Gold);
        foreach (var (left, right, up) in (ReadOnlySpan<(float, float, float)>)[(-6, 8, 8), (-2.5f, 7.5f, 16)])
        {
            using var ring = Paths.Curve(left, y - up + 1, 2, y - up + 4, right, y - up - 1);
            brush.Line(ring, Ring, 2.6f);
        }
    }

    /// <summary>Rises to a point below the horn, as a dumpling does.</summary>
    private void Body()
    {
        var (y, w, h) = (build.Y, build.Width, build.Height);
        using var dumpling = new SKPath();
        dumpling.MoveTo(0, y - h - 6);
        dumpling.CubicTo(9, y - h + 1, w, y - h * 0.85f, w, y + h * 0.15f);
        dumpling.CubicTo(w, y + h * 0.8f, w * 0.6f, y + h, 0, y + h);
        dumpling.CubicTo(w * -0.6f, y + h, -w, y + h * 0.8f, -w, y + h * 0.15f);
        dumpling.CubicTo(-w, y - h * 0.85f, -9, y - h + 1, 0, y - h - 6);
        dumpling.Close();
        brush.Shape(dumpling, mint);
        brush.Spot(0, y + h * 0.5f, w * 0.72f, h * 0.46f, White);
        using var star = Paths.Polygon(StarPoints(0, y + 17, 11));
        brush.Patch(star, Star);
    }

    private void Arms()
    {
        var (x0, y0, x1, y1) = build.Arm;
        foreach (var s in Sides)
        {
            using var arm = Paths.Curve(s * x0, y0, s * (x0 + 5), (y0 + y1) / 2, s * x1, y1);
            brush.Limb(arm, deepMint, LimbWidth);
        }
    }

    /// <summary>x, y, x, y, … of five points and the corners between them, the first point up.</summary>
    private static float[] StarPoints(float x, float y, float radius) =>
        [.. Enumerable.Range(0, 10).SelectMany(i =>
        {
            var (sin, cos) = MathF.SinCos(i * MathF.PI / 5);
            var r = i % 2 == 0 ? radius : radius * 0.45f;
            return new[] { x + r * sin, y - r * cos };
        })];

    /// <summary>Where the parts are in a pose: the middle of the body with its half axes, and the arm and foot of the right side.</summary>
    private sealed record Build(float Y, float Width, float Height, Limb Arm, float FootX, float FootY, float Shadow)
    {
        public static Build Of(Pose pose) => pose switch
        {
            Pose.Standing => new(81, 36, 32, new(33, 80, 43, 95), 15, 113, 34),
            Pose.Sitting => new(87, 39, 30, new(36, 90, 44, 107), 24, 112, 42),
            _ => new(70, 35, 31, new(30, 68, 47, 45), 14, 103, 20),
        };
    }
}
