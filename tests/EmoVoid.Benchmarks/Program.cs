using BenchmarkDotNet.Running;
using EmoVoid.Benchmarks.FullSize;
using EmoVoid.Benchmarks.Optimizers;

// `optimizer` prints medians and ratios in seconds; `fullsize` trains a random model of the real size; anything else goes to BenchmarkDotNet (`--filter '*OptimizerStep*'`).
if (args is ["fullsize", .. var options])
    return FullSizeRun.Run(options, Console.Out, Console.Error);
if (args is ["optimizer"])
    OptimizerStepReport.Print(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(OptimizerStep).Assembly).Run(args);
return 0;
