using EmoVoid.Goldens;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: tests/golden DIR    tries every golden vector of a folder, a line each");
    return 2;
}

return GoldenRunner.Run(folder, Console.Out, Console.Error);
