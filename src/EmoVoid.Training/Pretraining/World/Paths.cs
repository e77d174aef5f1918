using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The outlines that the world is made of.</summary>
internal static class Paths
{
    public static SKPath Ellipse(float x, float y, float rx, float ry)
    {
        var path = new SKPath();
        path.AddOval(new SKRect(x - rx, y - ry, x + rx, y + ry));
        return path;
    }

    public static SKPath Box(float x, float y, float width, float height, float round = 0)
    {
        var path = new SKPath();
        path.AddRoundRect(new SKRect(x, y, x + width, y + height), round, round);
        return path;
    }

    public static SKPath Polygon(params ReadOnlySpan<float> points)
    {
        var path = new SKPath();
        path.MoveTo(points[0], points[1]);
        for (var i = 2; i < points.Length; i += 2)
            path.LineTo(points[i], points[i + 1]);
        path.Close();
        return path;
    }

    /// <summary>An open curve from one point to another, bent towards a third.</summary>
    public static SKPath Curve(float x0, float y0, float bendX, float bendY, float x1, float y1)
    {
        var path = new SKPath();
        path.MoveTo(x0, y0);
        path.QuadTo(bendX, bendY, x1, y1);
        return path;
    }

    /// <summary>An ellipse turned about its centre, in degrees clockwise.</summary>
    public static SKPath Leaf(float x, float y, float rx, float ry, float degrees)
    {
        var path = Ellipse(x, y, rx, ry);
        path.Transform(SKMatrix.CreateRotationDegrees(degrees, x, y));
        return path;
    }
}
