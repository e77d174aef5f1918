using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>Backward passes through functions that are written in C#.</summary>
/// <remarks>
/// libtorch calls them from its own code, through which no exception may pass: it would end the process without a word. And TorchSharp
/// leaves the tensors it hands over and takes back to the dispose scope of whoever called, which on the autograd thread of a GPU does not
/// exist and elsewhere lasts a whole step: every gradient of the step would be in memory at its end. Here both are taken care of.
/// </remarks>
public static class BackwardPass
{
    private const long Many = 1 << 17;

    private static ExceptionDispatchInfo? failure;

    [ThreadStatic]
    private static List<Tensor?>? handedOver;

    /// <summary>Adds the gradients of <paramref name="loss"/> to those of its leaves.</summary>
    /// <remarks>An exception of a function that is written in C#, such as an out-of-memory, comes out here.</remarks>
    public static void Run(Tensor loss)
    {
        loss.backward();
        Release();
        Interlocked.Exchange(ref failure, null)?.Throw();
    }

    /// <summary>Whether a tensor is so large that its passes through memory weigh more than a way through managed code.</summary>
    internal static bool Pays(Tensor x) => x.NumberOfElements >= Many;

    /// <inheritdoc cref="Guarded(IReadOnlyList{Tensor}, int, Func{List{Tensor?}})"/>
    /// <param name="gradient">Of its result; freed here.</param>
    internal static List<Tensor?> Guarded(Tensor gradient, int inputs, Func<Tensor, List<Tensor?>> backward) =>
        Guarded([gradient], inputs, () => backward(gradient));

    /// <summary>Runs one function's backward pass.</summary>
    /// <param name="gradients">Of its results; freed here.</param>
    /// <param name="inputs">How many arguments the function has.</param>
    /// <param name="backward">Gives a gradient, or null, for each argument.</param>
    internal static List<Tensor?> Guarded(IReadOnlyList<Tensor> gradients, int inputs, Func<List<Tensor?>> backward)
    {
        Release();
        try
        {
            using var scope = NewDisposeScope();
            var results = failure is null ? backward() : [.. new Tensor?[inputs]];
            foreach (var result in results)
                result?.DetachFromDisposeScope();
            Release(); // what a backward pass inside this one left
            // Native code takes its own reference when this returns; ours is let go at the next opportunity.
            return handedOver = results;
        }
#pragma warning disable CA1031 // It is thrown again by Run, on the other side of the native code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            return [.. new Tensor?[inputs]];
        }
        finally
        {
            foreach (var gradient in gradients)
                gradient.Dispose();
        }
    }

    private static void Release()
    {
        foreach (var tensor in handedOver ?? [])
            tensor?.Dispose();
        handedOver = null;
    }
}
