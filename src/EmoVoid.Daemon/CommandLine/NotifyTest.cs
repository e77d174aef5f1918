using EmoVoid.Core.Notifications;
using EmoVoid.Daemon.Hosting;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd notify test</c>: whether the receivers of the configuration take a message, without a daemon.</summary>
internal static class NotifyTest
{
    public static async Task<int> Run(ServeSettings settings, CancellationToken cancel)
    {
        await using var services = VerbServices.Of(settings);
        var results = await Send(services, cancel);
        foreach (var result in results)
            Console.WriteLine(result.Problem is null ? $"{result.Receiver}: taken" : $"{result.Receiver}: not taken. {result.Problem}");
        if (results.Count == 0)
            Console.WriteLine($"There is no receiver; name one in {settings.StateFile}, under EmoVoid:Webhooks or EmoVoid:Ntfy.");
        return results.Count > 0 && results.All(result => result.Problem is null) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<TestAnswer>> Send(ServiceProvider services, CancellationToken cancel)
    {
        try
        {
            return await services.GetRequiredService<TestNotice>().Send(cancel);
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
    }
}
