using EmoVoid.Daemon.CommandLine;

return await Commands.Run(args);
