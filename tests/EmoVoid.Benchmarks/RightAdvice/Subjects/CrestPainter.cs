using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Draws what a character has on its head; y is the head's top.</summary>
internal sealed class CrestPainter(Brush brush, SKColor colour, SKColor second)
{
    private static readonly float[] Sides = [-1, 1];

    public void Paint(Crest crest, float y)
    {
        switch (crest)
        {
            case Crest.Horns: Horns(y); break;
            case Crest.Antennae: Antennae(y); break;
            case Crest.Leaf: Leaf(y); break;
            case Crest.Comb: Comb(y); break;
            case Crest.RoundEars: Ears(y); break;
            case Crest.Flame: Flame(y); break;
            default: Bobble(y); break;
        }
    }

    private void Horns(float y)
    {
        foreach (var s in Sides)
            brush.Polygon(colour, s * 8, y + 8, s * 32, y - 22, s * 25, y + 12);
    }

    private void Antennae(float y)
    {
        foreach (var s in Sides)
        {
            using var stalk = Paths.Curve(s * 8, y + 8, s * 8, y - 10, s * 18, y - 18);
            brush.Limb(stalk, second, 5);
            brush.Ellipse(s * 19, y - 19, 7.5f, 7.5f, colour);
        }
    }

    private void Leaf(float y)
    {
        using var stem = Paths.Curve(0, y + 6, 0, y - 8, 2, y - 12);
        brush.Limb(stem, second, 5);
        using var leaf = Paths.Leaf(13, y - 17, 17, 8, -20);
        brush.Shape(leaf, colour);
    }

    private void Comb(float y)
    {
        foreach (var (x, r) in (ReadOnlySpan<(float, float)>)[(-15, 8), (0, 11), (15, 8)])
            brush.Ellipse(x, y - 4, r, r + 5, colour);
    }

    private void Ears(float y)
    {
        foreach (var s in Sides)
        {
            brush.Ellipse(s * 24, y - 3, 14, 14, colour);
            brush.Spot(s * 24, y - 3, 7, 7, second);
        }
    }

    private void Flame(float y)
    {
        using var flame = new SKPath();
        flame.MoveTo(-14, y + 8);
        flame.QuadTo(-18, y - 12, -4, y - 30);
        flame.QuadTo(0, y - 14, 10, y - 20);
        flame.QuadTo(18, y - 4, 13, y + 8);
        flame.Close();
        brush.Shape(flame, colour);
    }

    private void Bobble(float y)
    {
        using var cap = Paths.Polygon(-24, y + 12, 0, y - 14, 24, y + 12);
        brush.Shape(cap, second);
        brush.Ellipse(0, y - 17, 10, 10, colour);
    }
}
