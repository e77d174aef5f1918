using System.Globalization;
using BenchmarkDotNet.Running;
using EmoVoid.Benchmarks.AlphaAndWidth;
using EmoVoid.Benchmarks.DemoData;
using EmoVoid.Benchmarks.FullSize;
using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Benchmarks.Optimizers;
using EmoVoid.Benchmarks.Pretraining;
using EmoVoid.Benchmarks.RightAdvice.Study;

// `demo-pictures FOLDER` draws the demo's data set; `optimizer` prints medians and ratios in seconds; `fullsize` trains a random model of the
// real size; `nano-quality` judges the small base; `base-optimizers [STEPS]` trains it from nothing with AdamW and with EmoVoid;
// `right-advice` measures the light's choice of checkpoints; `alpha-width` says why the small base wants a larger alpha; anything else goes to BenchmarkDotNet (`--filter '*OptimizerStep*'`).
if (args is ["fullsize", .. var options])
    return FullSizeRun.Run(options, Console.Out, Console.Error);
if (args is ["nano-quality", .. var asked])
    return NanoQualityRun.Run(asked, Console.Out, Console.Error);
if (args is ["right-advice", .. var wanted])
    return RightAdviceRun.Run(wanted, Console.Out, Console.Error);
if (args is ["alpha-width", .. var given])
    return AlphaAndWidthRun.Run(given, Console.Out, Console.Error);
if (args is ["demo-pictures", var folder])
    DemoPictures.Write(folder);
else if (args is ["optimizer"])
    OptimizerStepReport.Print(Console.Out);
else if (args is ["base-optimizers", .. var steps])
    OptimizerComparison.Print(steps is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 200, Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(OptimizerStep).Assembly).Run(args);
return 0;
