using Microsoft.Extensions.Options;

namespace Shop.PaymentProvider;

/// <summary>How the provider answers: well, slowly, not at all, with an error before or after it did it, or after its own webhook.</summary>
internal sealed class Manners(WebhookDelivery webhooks, Flakiness flakiness, IOptions<ProviderOptions> options, TimeProvider time)
{
    public async Task<IResult> AnswerAsync(HttpContext context, bool authorizes, Func<CancellationToken, Task<Answer>> work)
    {
        // Once begun it is done, whether or not the shop still listens.
        var answer = await work(CancellationToken.None);
        webhooks.Wake();
        switch (answer.Token)
        {
            case Tokens.Slow when authorizes:
                await Task.Delay(options.Value.SlowDelay, time, context.RequestAborted);
                break;
            case Tokens.TimeoutAfterCharge when authorizes:
                await Task.Delay(options.Value.NeverDelay, time, context.RequestAborted);
                context.Abort();
                break;
            case Tokens.WebhookFirst:
                await webhooks.DeliverAsync(answer.Webhooks, context.RequestAborted);
                break;
            case Tokens.Flaky when flakiness.Strikes(answer.Token):
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        return Results.Text(answer.Body, "application/json", statusCode: answer.Status);
    }
}
