using System.Runtime.InteropServices;
using EmoVoid.Contracts.Events;
using EmoVoid.Safetensors;
using EmoVoid.Training.Loop;

namespace EmoVoid.Trainer;

/// <summary>From an exception to what a program and a person are told.</summary>
internal static class Failures
{
    private const int NoSpaceLeft = 28, ReadOnlyFileSystem = 30; // errno of Linux: ENOSPC, EROFS

    public static Failed From(Exception e) => e switch
    {
        TrainingException known => new Failed(known.Code, known.Message),
        ModelFileException or SafetensorsException or InvalidDataException => new Failed(TrainerExitCode.BadModel, e.Message),
        DllNotFoundException => new Failed(TrainerExitCode.NoDevice, e.Message),
        OutOfMemoryException => new Failed(TrainerExitCode.OutOfMemory, OutOfMemory(e)),
        ExternalException when Training.Native.OutOfMemory.IsMeantBy(e) => new Failed(TrainerExitCode.OutOfMemory, OutOfMemory(e)),
        IOException when (e.HResult & 0xffff) is NoSpaceLeft or ReadOnlyFileSystem => new Failed(TrainerExitCode.NoSpace, e.Message),
        UnauthorizedAccessException => new Failed(TrainerExitCode.NoSpace, e.Message),
        _ => new Failed(TrainerExitCode.Crashed, $"{e.GetType().Name}: {FirstLine(e)}"),
    };

    private static string OutOfMemory(Exception e) => $"The memory ran out. A lower resolution, batch size or rank needs less. ({FirstLine(e)})";

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0];
}
