using TorchSharp;

namespace EmoVoid.Training.Tests.Models;

/// <summary>Handles made by this thread and not disposed yet; a finalizer, which would hide a leak, does not lower it.</summary>
internal static class LiveTensors
{
    public static long OfThisThread => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
