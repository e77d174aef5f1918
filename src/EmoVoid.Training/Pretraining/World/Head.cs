using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>What tells the species apart: head, ears, muzzle, beak. Knows where the face and a hat belong.</summary>
internal sealed class Head(Brush brush, Species species, Coat coat, float y)
{
    private static readonly float[] Sides = [-1, 1];

    public Coat Coat => coat;
    public Species Species => species;

    /// <summary>The middle of the head.</summary>
    public float Y => y;

    public float EyeX => species == Species.Frog ? 22 : 13;
    public float EyeY => species == Species.Frog ? y - 19 : y - 2;
    public FacePlace Face => new(EyeX, EyeY, MouthY, MouthWidth: species == Species.Frog ? 1.7f : 1);

    /// <summary>Where a hat sits.</summary>
    public float TopY => species == Species.Frog ? y - 21 : y - 20;

    /// <summary>A frog's hat fits between its eyes.</summary>
    public float HatSize => species == Species.Frog ? 0.75f : 1;

    private float MouthY => species switch { Species.Frog => y + 2, Species.Owl => y + 15, _ => y + 13 };

    public void Paint()
    {
        switch (species)
        {
            case Species.Cat: Cat(); break;
            case Species.Fox: Fox(); break;
            case Species.Rabbit: Rabbit(); break;
            case Species.Bear: Bear(); break;
            case Species.Owl: Owl(); break;
            default: Frog(); break;
        }
    }

    private void Cat()
    {
        foreach (var s in Sides)
        {
            brush.Polygon(coat.Fur, s * 31, y - 2, s * 28, y - 39, s * 6, y - 20);
            brush.Facet(coat.Light, s * 26, y - 14, s * 25, y - 31, s * 14, y - 20);
        }

        brush.Ellipse(0, y, 32, 25, coat.Fur);
        brush.Facet(new SKColor(0xFF, 0x6F, 0x91), -4, y + 5, 4, y + 5, 0, y + 10);
        foreach (var s in Sides)
        {
            using var upper = Paths.Polygon(s * 24, y + 8, s * 40, y + 5);
            using var lower = Paths.Polygon(s * 24, y + 13, s * 39, y + 17);
            brush.Line(upper, Brush.Dark, 1.8f);
            brush.Line(lower, Brush.Dark, 1.8f);
        }
    }

    private void Fox()
    {
        foreach (var s in Sides)
        {
            brush.Polygon(coat.Fur, s * 33, y + 2, s * 34, y - 40, s * 5, y - 18);
            brush.Facet(coat.Deep, s * 33.5f, y - 25, s * 34, y - 40, s * 19, y - 28);
        }

        using var head = new SKPath();
        head.MoveTo(0, y - 24);
        head.CubicTo(22, y - 24, 30, y - 12, 40, y + 10);
        head.CubicTo(30, y + 16, 16, y + 27, 0, y + 29);
        head.CubicTo(-16, y + 27, -30, y + 16, -40, y + 10);
        head.CubicTo(-30, y - 12, -22, y - 24, 0, y - 24);
        head.Close();
        brush.Shape(head, coat.Fur);
        foreach (var s in Sides)
        {
            using var cheek = new SKPath();
            cheek.MoveTo(0, y + 4);
            cheek.CubicTo(s * 12, y + 5, s * 22, y + 6, s * 36, y + 10.5f);
            cheek.CubicTo(s * 28, y + 15, s * 14, y + 25, 0, y + 27);
            cheek.Close();
            brush.Patch(cheek, SKColors.White);
        }

        brush.Spot(0, y + 6, 5, 3.8f, Brush.Dark);
    }

    private void Rabbit()
    {
        foreach (var s in Sides)
        {
            using var ear = Paths.Leaf(s * 18, y - 30, 9, 21, s * 12);
            using var inner = Paths.Leaf(s * 18, y - 30, 4.5f, 15, s * 12);
            brush.Shape(ear, coat.Fur);
            brush.Patch(inner, coat.Light);
        }

        brush.Ellipse(0, y, 29, 25, coat.Fur);
        brush.Spot(0, y + 7, 4.5f, 3.2f, new SKColor(0xFF, 0x6F, 0x91));
        brush.Spot(-21, y + 9, 5.5f, 4, coat.Light);
        brush.Spot(21, y + 9, 5.5f, 4, coat.Light);
    }

    private void Bear()
    {
        foreach (var s in Sides)
        {
            brush.Ellipse(s * 24, y - 19, 12, 12, coat.Fur);
            brush.Spot(s * 24, y - 19, 6.5f, 6.5f, coat.Light);
        }

        brush.Ellipse(0, y, 32, 26, coat.Fur);
        brush.Spot(0, y + 13, 15, 12, coat.Light);
        brush.Spot(0, y + 6, 6, 4.2f, Brush.Dark);
    }

    private void Owl()
    {
        foreach (var s in Sides)
            brush.Polygon(coat.Deep, s * 31, y - 6, s * 40, y - 33, s * 8, y - 23);
        brush.Ellipse(0, y, 32, 26, coat.Fur);
        foreach (var s in Sides)
            brush.Spot(s * EyeX, EyeY, 14, 14.5f, coat.Light);
        brush.Polygon(new SKColor(0xF5, 0x9A, 0x23), -8, y + 1, 8, y + 1, 0, y + 13);
    }

    private void Frog()
    {
        foreach (var s in Sides)
            brush.Ellipse(s * EyeX, EyeY, 12.5f, 12.5f, coat.Fur);
        brush.Ellipse(0, y + 2, 37, 22, coat.Fur);
        foreach (var s in Sides)
        {
            brush.Spot(s * EyeX, EyeY, 10, 10, SKColors.White);
            brush.Spot(s * 29, y + 7, 4.5f, 3.5f, coat.Light);
        }
    }
}
