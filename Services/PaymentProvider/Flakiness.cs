using Microsoft.Extensions.Options;

namespace Shop.PaymentProvider;

/// <summary>Decides which calls fail for no reason.</summary>
internal sealed class Flakiness(IOptions<ProviderOptions> options)
{
    /// <summary>Whether to fail now. Asked twice for a call, before and after it is done.</summary>
    public bool Strikes(string token) => token == Tokens.Flaky && Random.Shared.NextDouble() < options.Value.FlakyRate / 2;
}
