using EmoVoid.Core.Health;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Daemon.Features.Health;

/// <summary>What keeps the daemon from its work.</summary>
internal sealed class Readiness(RunStore runs, StateFolder folders, TrainerLocator trainer) : IHealthProblems
{
    public IEnumerable<string> Problems() => new[] { Database(), StateFolder(), Trainer() }.OfType<string>();

    private string? Database()
    {
        try
        {
            _ = runs.Count();
            return null;
        }
        catch (SqliteException e)
        {
            return $"The database does not answer: {e.Message}";
        }
    }

    private string? StateFolder()
    {
        try
        {
            folders.Prepare();
            return null;
        }
        catch (StateFolderException e)
        {
            return e.Message;
        }
    }

    private string? Trainer()
    {
        try
        {
            _ = trainer.Find();
            return null;
        }
        catch (TrainerNotFoundException e)
        {
            return e.Message;
        }
    }
}
