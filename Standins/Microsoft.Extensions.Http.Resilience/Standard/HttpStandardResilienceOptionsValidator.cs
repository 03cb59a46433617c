using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Holds the options against their own ranges and against each other.</summary>
internal sealed class HttpStandardResilienceOptionsValidator : IValidateOptions<HttpStandardResilienceOptions>
{
    private const double SamplingOverAttempt = 2;

    public ValidateOptionsResult Validate(string? name, HttpStandardResilienceOptions options)
    {
        string[] ranges = [.. Ranges(options)];
        if (ranges.Length > 0)
        {
            return ValidateOptionsResult.Fail(ranges);
        }

        string[] relations = [.. Relations(options)];
        return relations.Length > 0 ? ValidateOptionsResult.Fail(relations) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Ranges(HttpStandardResilienceOptions options) =>
        Errors("", options)
            .Concat(Errors(nameof(options.RateLimiter), options.RateLimiter))
            .Concat(Errors(nameof(options.TotalRequestTimeout), options.TotalRequestTimeout))
            .Concat(Errors(nameof(options.Retry), options.Retry))
            .Concat(Errors(nameof(options.CircuitBreaker), options.CircuitBreaker))
            .Concat(Errors(nameof(options.AttemptTimeout), options.AttemptTimeout));

    private static IEnumerable<string> Errors(string member, object? value)
    {
        if (value is null)
        {
            return [];
        }

        List<ValidationResult> results = [];
        Validator.TryValidateObject(value, new(value), results, validateAllProperties: true);
        return results.Select(result => member.Length == 0 ? result.ErrorMessage! : $"{member}: {result.ErrorMessage}");
    }

    // A timeout that is generated is not known before it is needed.
    private static IEnumerable<string> Relations(HttpStandardResilienceOptions options)
    {
        var (total, attempt) = (options.TotalRequestTimeout, options.AttemptTimeout);
        if (total.TimeoutGenerator is null && attempt.TimeoutGenerator is null && total.Timeout < attempt.Timeout)
        {
            yield return $"Total request timeout resilience strategy must have a greater timeout than the attempt resilience strategy. " +
                $"Total Request Timeout: {total.Timeout.TotalSeconds}s, Attempt Timeout: {attempt.Timeout.TotalSeconds}s";
        }

        if (attempt.TimeoutGenerator is null && options.CircuitBreaker.SamplingDuration < attempt.Timeout * SamplingOverAttempt)
        {
            yield return $"The sampling duration of circuit breaker strategy needs to be at least double of an attempt timeout strategy's " +
                $"timeout interval, in order to be effective. Sampling Duration: {options.CircuitBreaker.SamplingDuration.TotalSeconds}s, " +
                $"Attempt Timeout: {attempt.Timeout.TotalSeconds}s";
        }
    }
}
