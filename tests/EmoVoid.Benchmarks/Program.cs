using BenchmarkDotNet.Running;
using EmoVoid.Benchmarks.Optimizers;

// `optimizer` prints medians and ratios in seconds; anything else goes to BenchmarkDotNet (`--filter '*OptimizerStep*'`).
if (args is ["optimizer"])
    OptimizerStepReport.Print(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(OptimizerStep).Assembly).Run(args);
