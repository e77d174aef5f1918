namespace EmoVoid.Daemon.CommandLine;
internal static class Check { public static Task<int> Run(string a, string b, CancellationToken c) => Task.FromResult(1); }
internal static class Demo { public static Task<int> Run(CancellationToken c) => Task.FromResult(1); }
