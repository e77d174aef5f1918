namespace EmoVoid.Contracts.Plans;

/// <summary>When a run may end before all of its steps are done; see <see cref="Light.StopRule"/>.</summary>
/// <param name="AfterLight">N: for how many steps around a checkpoint the light must have been on; at least 1.</param>
public sealed record StopPlan(int AfterLight);
