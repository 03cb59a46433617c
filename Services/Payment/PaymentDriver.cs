using Npgsql;

namespace Shop.Payments;

/// <summary>
/// Drives each payment from where it stands to what is wanted of it: asks the provider outside of any transaction, stores what it
/// answered, goes on. Woken by whoever changes what is wanted; what nobody has in hand (a crash, an unknown outcome) is found by
/// looking. Replicas share the work by leases; should two work on one payment, the revision lets one of them write, and the
/// provider's idempotency keys let what both asked happen once.
/// </summary>
internal sealed partial class PaymentDriver(PaymentStore store, PaymentWork work, TimeProvider time, ILogger<PaymentDriver> logger) : BackgroundService
{
    private const int Parallelism = 64;

    // The rest is for what is wanted at the same moment: that should not have to wait for the next look.
    private const int MostTakenAtOnce = Parallelism / 2;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _slots = new(Parallelism, Parallelism);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _abort = new();
    private volatile bool _isBacklogged;

    /// <summary>
    /// Lets somebody change what is wanted of a payment, in a statement of his own that also takes it in hand, and drives it.
    /// Returns when it is stored; the driving goes on.
    /// </summary>
    public async Task WantAsync(Func<Lease, Task<StoredPayment?>> want, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isFree = _slots.Wait(TimeSpan.Zero, CancellationToken.None);
        var lease = isFree ? Lease.Take(time.GetUtcNow()) : Lease.Leave(time.GetUtcNow());
        StoredPayment? payment = null;
        if (!isFree)
        {
            _isBacklogged = true;
        }

        try
        {
            payment = await want(lease);
        }
        finally
        {
            if (isFree && payment?.Lease != lease.Id)
            {
                _slots.Release();
            }
        }

        if (isFree && payment is not null && payment.Lease == lease.Id)
        {
            _ = DriveAsync(payment);
        }
    }

    /// <summary>Something may be due.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else has just woken it.
            }
        }
    }

    /// <summary>Takes nothing new, and lets what is under way finish as long as the host has patience.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            for (var i = 0; i < Parallelism; i++)
            {
                await _slots.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _abort.Dispose();
        _slots.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogLookFailed(exception.Message);
            }

            await _wake.WaitAsync(LookInterval, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var free = 0;
        while (free < MostTakenAtOnce && _slots.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            free++;
        }

        var taken = new List<StoredPayment>();
        try
        {
            if (free > 0)
            {
                taken = await store.TakeDueAsync(Lease.Take(time.GetUtcNow()), free, cancellationToken);
            }
        }
        finally
        {
            if (free > taken.Count)
            {
                _slots.Release(free - taken.Count);
            }
        }

        _isBacklogged = taken.Count == free;
        foreach (var payment in taken)
        {
            _ = DriveAsync(payment);
        }
    }

    // Has a slot, and gives it back.
    private async Task DriveAsync(StoredPayment payment)
    {
        await Task.Yield();
        try
        {
            await work.RunAsync(payment, _abort.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            LogInterrupted(payment.OrderId, exception.Message);
        }
        catch (Exception exception)
        {
            LogFailed(exception, payment.OrderId);
        }
        finally
        {
            _slots.Release();
            if (_isBacklogged)
            {
                Wake();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Payments that are due could not be looked for: {Reason}")]
    private partial void LogLookFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "The payment of order {OrderId} was interrupted, and goes on when its lease ends: {Reason}")]
    private partial void LogInterrupted(Guid orderId, string reason);

    [LoggerMessage(LogLevel.Error, "The payment of order {OrderId} failed, and is tried again when its lease ends")]
    private partial void LogFailed(Exception exception, Guid orderId);
}
