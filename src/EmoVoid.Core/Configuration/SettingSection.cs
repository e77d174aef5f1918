using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Configuration;

/// <summary>A class of options, and where its settings stand.</summary>
/// <param name="Path">As <c>EmoVoid:Inbox</c>.</param>
/// <param name="Bound">The options as they are configured; throws when they are wrong.</param>
public sealed record SettingSection(string Path, Type Options, Func<IServiceProvider, object> Bound);

/// <summary>Registers options with all that is known of them.</summary>
public static class SettingServices
{
    /// <summary>Options whose ranges are held, and which <see cref="SettingCatalog"/> knows.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TOptions>>(new SettingRanges<TOptions>(section.Path))
            .AddSingleton(new SettingSection(section.Path, typeof(TOptions), all => all.GetRequiredService<IOptions<TOptions>>().Value));
    }

    /// <summary>Likewise, with a validator for what is no matter of a range.</summary>
    public static IServiceCollection AddSettings<TOptions, TValidator>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions> =>
        services.AddSettings<TOptions>(section).AddSingleton<IValidateOptions<TOptions>, TValidator>();
}
