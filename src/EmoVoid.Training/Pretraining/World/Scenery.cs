using EmoVoid.Training.Data.Randomness;
using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>What is behind the creature: each place with its own colours above and below.</summary>
internal static class Scenery
{
    private const float Side = CreatureWorld.Side, Horizon = 88;

    /// <summary>Numbers from here on move the scenery; those below are the creature's.</summary>
    private const int FirstNumber = 16;

    public static void Paint(Brush brush, Background background, Draw draw)
    {
        var place = new Place(brush, draw);
        switch (background)
        {
            case Background.Meadow: place.Meadow(); break;
            case Background.Night: place.Night(); break;
            case Background.Beach: place.Beach(); break;
            case Background.Snow: place.Snow(); break;
            case Background.Forest: place.Forest(); break;
            default: place.Sunset(); break;
        }
    }

    private sealed class Place(Brush brush, Draw draw)
    {
        private int number = FirstNumber;

        public void Meadow()
        {
            Sky("#79CCF5");
            Cloud(22, 22, SKColors.White);
            Cloud(106, 34, SKColors.White);
            Hill("#62BF45", 12);
            foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(12, 104), (27, 120), (101, 121), (116, 105)])
                Flower(x + Move(4), y + Move(3));
        }

        public void Night()
        {
            Sky("#2E3D94");
            var (x, y) = (104 + Move(5), 22 + Move(4));
            brush.Ellipse(x, y, 14, 14, SKColor.Parse("#FFF3B8"));
            foreach (var (starX, starY) in (ReadOnlySpan<(float, float)>)[(14, 16), (34, 34), (12, 58), (78, 11), (117, 58), (48, 12)])
                Star(starX + Move(5), starY + Move(5));
            Hill("#1C2A5C", 8);
        }

        public void Beach()
        {
            Sky("#9BE4F5");
            brush.Ellipse(22 + Move(5), 22 + Move(4), 13, 13, SKColor.Parse("#FFD83D"));
            Band(66 + Move(2), "#1597CF");
            Band(90, "#F4DC97");
            brush.Polygon(SKColor.Parse("#FFFFFF"), 100 + Move(4), 62, 100, 42, 118, 62);
        }

        public void Snow()
        {
            Sky("#A9D3EC");
            foreach (var x in (ReadOnlySpan<float>)[13, 115])
                Pine(x + Move(4), 92, SKColor.Parse("#3F8F86"));
            Hill("#F3F8FF", 8);
            foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(10, 14), (36, 24), (60, 9), (88, 22), (116, 12), (22, 42), (106, 40)])
                brush.Spot(x + Move(5), y + Move(5), 3.2f, 3.2f, SKColors.White);
        }

        public void Forest()
        {
            Sky("#2C6E49");
            foreach (var x in (ReadOnlySpan<float>)[10, 36, 92, 118])
            {
                using var trunk = Paths.Box(x - 6 + Move(3), 24, 12, 74);
                brush.Shape(trunk, SKColor.Parse("#5B3A1E"));
            }

            foreach (var x in (ReadOnlySpan<float>)[2, 34, 66, 98, 128])
                brush.Ellipse(x + Move(4), 12 + Move(3), 23, 19, SKColor.Parse("#3F9A4E"));
            Hill("#7A5A2F", 4);
        }

        public void Sunset()
        {
            Sky("#B8437F");
            Band(34 + Move(3), "#EE6A5B");
            Band(62 + Move(3), "#FFA552");
            brush.Ellipse(64 + Move(24), 76, 26, 26, SKColor.Parse("#FFE27A"));
            Hill("#4F2A63", 8);
        }

        private void Sky(string colour) => Band(-3, colour);

        /// <summary>From a height down to the lower edge.</summary>
        private void Band(float y, string colour)
        {
            using var band = Paths.Box(-4, y, Side + 8, Side + 4 - y);
            brush.Shape(band, SKColor.Parse(colour));
        }

        private void Hill(string colour, float rise)
        {
            using var hill = Paths.Curve(-4, Horizon + Move(3), Side / 2 + Move(20), Horizon - rise, Side + 4, Horizon + Move(3));
            hill.LineTo(Side + 4, Side + 4);
            hill.LineTo(-4, Side + 4);
            hill.Close();
            brush.Shape(hill, SKColor.Parse(colour));
        }

        private void Cloud(float x, float y, SKColor colour)
        {
            (x, y) = (x + Move(7), y + Move(5));
            using var left = Paths.Ellipse(x - 10, y + 3, 10, 7);
            using var middle = Paths.Ellipse(x, y - 2, 11, 10);
            using var right = Paths.Ellipse(x + 11, y + 3, 10, 7);
            using var both = left.Op(middle, SKPathOp.Union);
            using var cloud = both.Op(right, SKPathOp.Union);
            brush.Shape(cloud, colour);
        }

        private void Star(float x, float y) => brush.Facet(
            SKColor.Parse("#FFF7C2"),
            x, y - 4.5f, x + 1.5f, y - 1.5f, x + 4.5f, y, x + 1.5f, y + 1.5f,
            x, y + 4.5f, x - 1.5f, y + 1.5f, x - 4.5f, y, x - 1.5f, y - 1.5f);

        private void Flower(float x, float y)
        {
            foreach (var (dx, dy) in (ReadOnlySpan<(float, float)>)[(-3, 0), (3, 0), (0, -3), (0, 3)])
                brush.Spot(x + dx, y + dy, 2.6f, 2.6f, SKColors.White);
            brush.Spot(x, y, 2.2f, 2.2f, SKColor.Parse("#FFC400"));
        }

        private void Pine(float x, float foot, SKColor colour)
        {
            brush.Polygon(colour, x - 17, foot, x, foot - 34, x + 17, foot);
            brush.Polygon(colour, x - 13, foot - 18, x, foot - 48, x + 13, foot - 18);
        }

        private float Move(float bound) => draw.Around(number++, bound);
    }
}
