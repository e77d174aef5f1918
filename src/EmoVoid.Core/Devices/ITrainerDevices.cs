using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Devices;

/// <summary>What the trainer can compute on.</summary>
public interface ITrainerDevices
{
    /// <summary>The last good answer; null before the first.</summary>
    DeviceInspection? Known { get; }

    /// <exception cref="Trainers.TrainerNotFoundException">There is no trainer to ask.</exception>
    Task<DeviceInspection> ListAsync(CancellationToken cancel);
}
