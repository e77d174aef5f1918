using System.Globalization;
using EmoVoid.Safetensors;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Optimizers;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>One stage of pretraining: so many steps of AdamW on all of its weights, and the slow average of them that is kept in the end.</summary>
/// <remarks>A step depends on the recipe, the step's number and the state before it: a stage that was cut goes on with the same bits.</remarks>
/// <param name="recipe">What its steps depend on, in words: a state of another one is refused.</param>
/// <param name="folder">Where the state is saved, and the curve.</param>
/// <param name="say">Told how it goes, in words.</param>
internal sealed class Stage(string name, string recipe, StageRecipe plan, TrainableWeights weights, string folder, Action<string> say) : IDisposable
{
    private const int SaveEvery = 200;

    /// <summary>Of the average: half of it comes from about the last 350 steps.</summary>
    private const double AverageKeeps = 0.998;

    /// <summary>A longer gradient is shortened to this length, so that one odd batch does no harm.</summary>
    private const double LongestGradient = 1;

    private readonly AdamW optimizer = new(weights.Parameters);
    private readonly Tensor average = weights.Parameters.clone().DetachFromDisposeScope(); // (N)
    private readonly LossCurve curve = new(Path.Combine(folder, name + ".csv"));
    private int step;

    private string StateFile => Path.Combine(folder, name + ".state.safetensors");

    /// <summary>Trains from where the last call was cut, and leaves the averaged weights in <see cref="TrainableWeights.Parameters"/>.</summary>
    /// <param name="loss">The loss of a step, counted from 1.</param>
    /// <exception cref="OperationCanceledException">Stopped after a step; its state is saved.</exception>
    /// <exception cref="InvalidDataException">The saved state is of another recipe.</exception>
    public void Run(Func<int, Tensor> loss, CancellationToken stop)
    {
        Restore();
        while (step < plan.Steps)
        {
            step++;
            curve.Add(step, Step(loss), plan.RateAt(step));
            if (step % SaveEvery == 0 || step == plan.Steps || stop.IsCancellationRequested)
                Save();
            stop.ThrowIfCancellationRequested();
        }

        using var grad = no_grad();
        using var scope = NewDisposeScope();
        weights.Parameters.copy_(average);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        average.Dispose();
    }

    private double Step(Func<int, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        weights.Gradients.zero_();
        var l = loss(step);
        BackwardPass.Run(l);
        using var grad = no_grad();
        var length = weights.Gradients.norm().item<float>();
        if (length > LongestGradient)
            weights.Gradients.mul_(LongestGradient / length);
        optimizer.Step(weights.Gradients, plan.RateAt(step), step);
        average.lerp_(weights.Parameters, 1 - AverageWeight());
        return l.item<float>();
    }

    /// <summary>While there are few steps to average, the old ones count less.</summary>
    private double AverageWeight() => Math.Min(AverageKeeps, (1.0 + step) / (10 + step));

    private void Save()
    {
        SafetensorsWriter.Write(
            StateFile,
            [weights.Parameters.ToEntry("parameters"), average.ToEntry("average"), optimizer.First.ToEntry("first"), optimizer.Second.ToEntry("second")],
            new Dictionary<string, string> { ["step"] = step.ToString(CultureInfo.InvariantCulture), ["recipe"] = recipe });
        curve.Write();
        say($"{name}: step {step} of {plan.Steps}, loss {curve.Last.ToString("0.00000", CultureInfo.InvariantCulture)}");
    }

    private void Restore()
    {
        if (!File.Exists(StateFile))
            return;
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(StateFile);
        if (file.Metadata.GetValueOrDefault("recipe") != recipe)
            throw new InvalidDataException($"{StateFile} was saved with another recipe. Begin in an empty folder, or go on with the recipe of that one.");
        foreach (var (saved, tensor) in new[] { ("parameters", weights.Parameters), ("average", average), ("first", optimizer.First), ("second", optimizer.Second) })
            tensor.copy_(file.Load(saved));
        step = int.Parse(file.Metadata["step"], CultureInfo.InvariantCulture);
        curve.Read(upTo: step);
    }
}
