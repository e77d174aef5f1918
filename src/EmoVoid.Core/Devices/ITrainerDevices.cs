using EmoVoid.Contracts.Inspection;

namespace EmoVoid.Core.Devices;

/// <summary>What the trainer can compute on.</summary>
public interface ITrainerDevices
{
    /// <exception cref="Trainers.TrainerNotFoundException">There is no trainer to ask.</exception>
    Task<DeviceInspection> ListAsync(CancellationToken cancel);
}
