namespace EmoVoid.Training.Pretraining.World;

/// <summary>All that changes from one picture of Mochi to the next.</summary>
/// <remarks>Mochi is the demo's character: of a species, colours and marks that no picture and no word of the base's training tells of.</remarks>
public sealed record MochiScene(Expression Expression, Pose Pose, Background Background, PictureStyle Style);
