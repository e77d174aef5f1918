namespace EmoVoid.Contracts.Memory;

/// <summary>The memory of a device.</summary>
/// <param name="IsGpu">Whether it is another memory than the host's; swapping blocks between the two saves nothing where it is not.</param>
/// <param name="Bytes">That can be had of it; null when nobody can tell.</param>
public sealed record DeviceRoom(bool IsGpu, long? Bytes);
