using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Shop.Payments;

internal static class ProviderExtensions
{
    /// <summary>The provider's HTTP client: short deadlines, as an unknown outcome is no harm, and retries, as every request has its key.</summary>
    public static void AddPaymentProvider(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>().BindConfiguration("Provider").ValidateDataAnnotations().ValidateOnStart();
        var client = builder.Services.AddHttpClient<IPaymentProvider, HttpPaymentProvider>((services, http) =>
        {
            var options = services.GetRequiredService<IOptions<ProviderOptions>>().Value;
            http.BaseAddress = options.Url;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
        });
#pragma warning disable EXTEXP0001 // The defaults of all clients make way for limits of this one's own.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddStandardResilienceHandler(options =>
        {
            options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(4);
            options.Retry.MaxRetryAttempts = 2;
            options.Retry.Delay = TimeSpan.FromMilliseconds(100);
            options.CircuitBreaker.FailureRatio = 0.5;
            options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
        });
    }
}
