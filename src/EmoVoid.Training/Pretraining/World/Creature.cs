namespace EmoVoid.Training.Pretraining.World;

/// <summary>All that a caption can say of a picture. The names of the values are the words of the captions, in lower case.</summary>
public sealed record Creature(
    Species Species, Colour Colour, Accessory Accessory, Expression Expression, Pose Pose, Background Background, PictureStyle Style);

public enum Species { Cat, Fox, Rabbit, Bear, Owl, Frog }

/// <summary>Of the fur, the feathers or the skin.</summary>
public enum Colour { Red, Orange, Yellow, Green, Blue, Purple, Pink, White }

public enum Accessory { None, Hat, Scarf, Glasses, Crown }

public enum Expression { Happy, Sad, Surprised }

public enum Pose { Standing, Sitting, Jumping }

public enum Background { Meadow, Night, Beach, Snow, Forest, Sunset }

/// <summary>Flat: plain fills. Ink: thick black outlines. Pastel: pale, soft colours.</summary>
public enum PictureStyle { Flat, Ink, Pastel }
