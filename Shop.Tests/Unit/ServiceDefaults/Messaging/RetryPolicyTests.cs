using Grpc.Core;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Unit.ServiceDefaults.Messaging;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(
        Options.Create(new MessagingOptions { RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)] }),
        [new TransientFailure(exception => exception is NotSupportedException)]);

    [Fact]
    public void Decide_Failure_WaitsLongerEachTimeThenIsDead()
    {
        var failure = new InvalidOperationException();

        Policy.Decide(failure, attempt: 1, waits: 0).ShouldBe(new Retry(Step: 0, Attempt: 2, Waits: 1));
        Policy.Decide(failure, attempt: 2, waits: 1).ShouldBe(new Retry(Step: 1, Attempt: 3, Waits: 2));
        Policy.Decide(failure, attempt: 3, waits: 2).ShouldBe(new Retry(Step: 2, Attempt: 4, Waits: 3));
        Policy.Decide(failure, attempt: 4, waits: 3).ShouldBe(new Retry(Step: null, Attempt: 4, Waits: 3));
    }

    [Fact]
    public void Decide_Poison_IsDeadAtOnce() =>
        Policy.Decide(new PoisonException("unreadable"), attempt: 1, waits: 0).Step.ShouldBeNull();

    [Fact]
    public void Decide_Transient_WaitsForEverWithoutCounting()
    {
        Exception[] transients = [new TransientException("away"), new RpcException(new Status(StatusCode.Unavailable, "")), new NotSupportedException()];
        foreach (var transient in transients)
        {
            Policy.Decide(transient, attempt: 1, waits: 0).ShouldBe(new Retry(Step: 0, Attempt: 1, Waits: 1));
            Policy.Decide(transient, attempt: 4, waits: 100).ShouldBe(new Retry(Step: 2, Attempt: 4, Waits: 101));
        }
    }

    [Fact]
    public void Decide_RefusedByAnotherService_Counts() =>
        Policy.Decide(new RpcException(new Status(StatusCode.FailedPrecondition, "")), attempt: 1, waits: 0).Attempt.ShouldBe(2);
}
