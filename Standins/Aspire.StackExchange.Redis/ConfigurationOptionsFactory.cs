using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Aspire.StackExchange.Redis;

/// <summary>Starts the options from the connection string, which <see cref="ConfigurationOptions"/> can only parse into a new object.</summary>
internal sealed class ConfigurationOptionsFactory(
    IServiceProvider provider,
    IEnumerable<IConfigureOptions<ConfigurationOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConfigurationOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConfigurationOptions>> validations)
    : OptionsFactory<ConfigurationOptions>(setups, postConfigures, validations)
{
    protected override ConfigurationOptions CreateInstance(string name)
    {
        var settings = provider.GetKeyedService<StackExchangeRedisSettings>(name);
        var options = settings?.ConnectionString is { Length: > 0 } connectionString
            ? ConfigurationOptions.Parse(connectionString)
            : base.CreateInstance(name);

        // A provider for a cloud's own endpoints stays: it knows better.
        if (options.Defaults.GetType() == typeof(DefaultOptionsProvider))
        {
            options.Defaults = new RetryingOptionsProvider();
        }

        return options;
    }

    private sealed class RetryingOptionsProvider : DefaultOptionsProvider
    {
        // Redis may start after the service: keep trying, unless the connection string says otherwise.
        public override bool AbortOnConnectFail => false;
    }
}
