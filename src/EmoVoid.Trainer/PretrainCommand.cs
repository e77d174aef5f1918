using EmoVoid.Contracts.Events;
using EmoVoid.Training.Native;
using EmoVoid.Training.Pretraining;
using TorchSharp;

namespace EmoVoid.Trainer;

/// <summary>Trains a base from nothing. Called again for the same folder, it goes on where it was stopped.</summary>
internal static class PretrainCommand
{
    public static int Run(string folder, string? recipeFile) => Job.RunAlone((_, stop) =>
    {
        var recipe = recipeFile is null ? PretrainingRecipe.AnimaNano : Job.ReadPlan(() => PretrainingRecipe.Read(recipeFile));
        LibTorch.EnsureLoaded();
        torch.set_num_threads(PhysicalCores.Count());
        try
        {
            new BaseModelTraining(recipe, Path.GetFullPath(folder), Console.Error.WriteLine).Run(stop);
            return TrainerExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TrainerExitCode.Stopped;
        }
    });
}
