using System.Text.Json;
using EmoVoid.Core.Settings;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Settings;

/// <summary>What may be changed while the daemon runs.</summary>
internal sealed class GetSettings(RuntimeSettings settings) : EndpointWithoutRequest<SettingsView>
{
    public override void Configure()
    {
        Get("/settings");
        this.Describe("settings", "Settings that may change now", "The settings that may be changed while the daemon runs, and hold over a restart. All others are in emovoid.json.");
    }

    public override Task<SettingsView> ExecuteAsync(CancellationToken ct) => Task.FromResult(SettingsView.Of(settings));
}

/// <param name="Items">By name.</param>
internal sealed record SettingsView(IReadOnlyList<SettingView> Items)
{
    public static SettingsView Of(RuntimeSettings settings) =>
        new([.. settings.All.Select(setting => new SettingView(setting.Name, settings.ValueOf(setting), setting.Description))]);
}

/// <param name="Name">As PATCH /settings wants it.</param>
/// <param name="Value">As it is now.</param>
/// <param name="Description">What it does, and which values it may have.</param>
internal sealed record SettingView(string Name, JsonElement Value, string Description);
