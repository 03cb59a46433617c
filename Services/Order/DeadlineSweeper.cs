using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;

namespace Shop.Orders;

/// <summary>
/// Resolves the orders that wait for their payment longer than usual, by asking; and those whose time is over, whatever the answer,
/// since a cancellation undoes what may still come. Every replica sweeps.
/// </summary>
internal sealed partial class DeadlineSweeper(
    DueOrders orders, OrderSaga saga, PaymentService.PaymentServiceClient payments, IOptions<OrderOptions> options, TimeProvider time, ILogger<DeadlineSweeper> logger)
    : BackgroundService
{
    private const int BatchSize = 100;

    // Each asks and waits; an order in trouble does not hold up the others.
    private const int Concurrency = 8;

    private readonly OrderOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, time);
        do
        {
            try
            {
                while (await SweepAsync(stoppingToken) == BatchSize)
                {
                }
            }
            catch (NpgsqlException exception)
            {
                LogSweepFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Looks at one batch.</summary>
    /// <returns>How many orders were due.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var due = await orders.TakeAsync(time.GetStoredUtcNow(), _options.AskInterval, BatchSize, cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, parallel, async (order, token) => await TryResolveAsync(order, token));
        return due.Count;
    }

    private async Task TryResolveAsync(DueOrder order, CancellationToken cancellationToken)
    {
        try
        {
            var payment = await AskAsync(order.OrderId, cancellationToken);
            // Asked first, so that no answer is older than the deadline it is judged by.
            var resolution = Resolutions.Decide(payment, time.GetUtcNow() >= order.ExpireTime);
            if (resolution != Resolution.Wait)
            {
                LogResolved(order.OrderId, payment, resolution);
            }

            await (resolution switch
            {
                Resolution.GoOn => saga.AuthorizedAsync(order.OrderId, cancellationToken),
                Resolution.Decline => saga.UnpaidAsync(order.OrderId, CancelReason.PaymentDeclined, cancellationToken),
                Resolution.TimeOut => saga.UnpaidAsync(order.OrderId, CancelReason.PaymentTimedOut, cancellationToken),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception exception) when (exception is RpcException or NpgsqlException && !cancellationToken.IsCancellationRequested)
        {
            LogUnresolved(order.OrderId, exception.Message);
        }
    }

    private async Task<PaymentState> AskAsync(Guid orderId, CancellationToken cancellationToken)
    {
        try
        {
            return (await payments.GetPaymentAsync(new GetPaymentRequest { OrderId = orderId.ToString() }, cancellationToken: cancellationToken)).State;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Not heard of the order yet, or away: what is not certain by the deadline is not waited for.
            if (exception.StatusCode != StatusCode.NotFound)
            {
                LogNoAnswer(orderId, exception.StatusCode);
            }

            return PaymentState.Unspecified;
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {OrderId}: asked, its payment is {Payment}: {Resolution}")]
    private partial void LogResolved(Guid orderId, PaymentState payment, Resolution resolution);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: Payment does not answer about it: {StatusCode}")]
    private partial void LogNoAnswer(Guid orderId, StatusCode statusCode);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId} could not be resolved and is looked at again: {Reason}")]
    private partial void LogUnresolved(Guid orderId, string reason);

    [LoggerMessage(LogLevel.Warning, "Orders that are due could not be swept: {Reason}")]
    private partial void LogSweepFailed(string reason);
}
