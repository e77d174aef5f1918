using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Outlines of bodies about (0, y) with the half axes w and h. All of them hold a face above the middle and a mark below.</summary>
internal static class BodyShapes
{
    public static SKPath Of(BodyShape shape, float y, float w, float h) => shape switch
    {
        BodyShape.Egg => Paths.Ellipse(0, y, w, h),
        BodyShape.Block => Paths.Box(-w, y - h, 2 * w, 2 * h, 7),
        BodyShape.Drop => Drop(y, w, h),
        BodyShape.Bell => Bell(y, w, h),
        BodyShape.Gourd => Union(Paths.Ellipse(0, y - h * 0.4f, w * 0.82f, h * 0.62f), Paths.Ellipse(0, y + h * 0.42f, w * 1.08f, h * 0.62f)),
        BodyShape.Diamond => Paths.Polygon(0, y - h * 1.2f, w * 1.2f, y - h * 0.1f, w * 0.5f, y + h, w * -0.5f, y + h, w * -1.2f, y - h * 0.1f),
        BodyShape.Cloud => Cloud(y, w, h),
        _ => Paths.Polygon(w * -0.75f, y - h, w * 0.75f, y - h, w * 1.1f, y, w * 0.75f, y + h, w * -0.75f, y + h, w * -1.1f, y),
    };

    private static SKPath Drop(float y, float w, float h)
    {
        var path = new SKPath();
        path.MoveTo(0, y - h * 1.3f);
        path.CubicTo(w * 0.5f, y - h * 0.8f, w * 1.1f, y - h * 0.3f, w, y + h * 0.3f);
        path.CubicTo(w * 0.9f, y + h, w * -0.9f, y + h, -w, y + h * 0.3f);
        path.CubicTo(w * -1.1f, y - h * 0.3f, w * -0.5f, y - h * 0.8f, 0, y - h * 1.3f);
        path.Close();
        return path;
    }

    /// <summary>A ghost: a dome with a wavy hem.</summary>
    private static SKPath Bell(float y, float w, float h)
    {
        var path = new SKPath();
        path.MoveTo(-w * 1.15f, y + h);
        path.CubicTo(w * -0.9f, y - h * 0.2f, -w, y - h, 0, y - h);
        path.CubicTo(w, y - h, w * 0.9f, y - h * 0.2f, w * 1.15f, y + h);
        for (var x = 1.15f; x > -1.1f; x -= 0.46f)
            path.QuadTo(w * (x - 0.23f), y + h * 0.66f, w * (x - 0.46f), y + h);
        path.Close();
        return path;
    }

    private static SKPath Cloud(float y, float w, float h) => Union(
        Union(Paths.Ellipse(w * -0.55f, y + h * 0.1f, w * 0.6f, h * 0.7f), Paths.Ellipse(w * 0.55f, y + h * 0.1f, w * 0.6f, h * 0.7f)),
        Union(Paths.Ellipse(0, y - h * 0.4f, w * 0.75f, h * 0.65f), Paths.Ellipse(0, y + h * 0.5f, w * 0.7f, h * 0.5f)));

    /// <summary>Takes both over.</summary>
    private static SKPath Union(SKPath a, SKPath b)
    {
        using (a)
        using (b)
            return a.Op(b, SKPathOp.Union);
    }
}
