using System.Text.Json;
using EmoVoid.Core.Settings;
using FastEndpoints;
using FluentValidation.Results;

namespace EmoVoid.Daemon.Features.Settings;

/// <summary>Changes what may be changed while the daemon runs.</summary>
internal sealed class ChangeSettings(RuntimeSettings settings) : Endpoint<Dictionary<string, JsonElement>, SettingsView>
{
    public override void Configure()
    {
        Patch("/settings");
        this.Describe("settings", "Change settings", "An object of names and values, as {\"queue.held\": true}; all of it is done, or nothing, and the answer names every problem.", 400);
        Description(route => route.Accepts<Dictionary<string, JsonElement>>("application/json"));
    }

    public override Task<SettingsView> ExecuteAsync(Dictionary<string, JsonElement> request, CancellationToken ct)
    {
        if (request.Count == 0)
            AddError("nothing is named; name a setting, as {\"queue.held\": true}");
        ThrowIfAnyErrors();
        foreach (var (name, problem) in settings.Change(request))
            AddError(new ValidationFailure(name, problem));
        ThrowIfAnyErrors();
        return Task.FromResult(SettingsView.Of(settings));
    }
}
