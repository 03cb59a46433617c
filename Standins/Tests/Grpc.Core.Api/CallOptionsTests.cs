using Grpc.Core;

namespace Standins.Tests.GrpcCore;

public sealed class CallOptionsTests
{
    [Fact]
    public void New_WithNothing_HasNothing()
    {
        var options = new CallOptions();

        options.Headers.ShouldBeNull();
        options.Deadline.ShouldBeNull();
        options.CancellationToken.CanBeCanceled.ShouldBeFalse();
        options.WriteOptions.ShouldBeNull();
        options.Credentials.ShouldBeNull();
        options.PropagationToken.ShouldBeNull();
        options.IsWaitForReady.ShouldBeFalse();
    }

    [Fact]
    public void With_EachOfThem_ChangesACopyAlone()
    {
        var deadline = DateTime.UtcNow;
        using var source = new CancellationTokenSource();
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        Metadata headers = [];
        var writeOptions = new WriteOptions(WriteFlags.NoCompress);
        var before = new CallOptions();
        var after = before.WithHeaders(headers).WithDeadline(deadline).WithCancellationToken(source.Token)
            .WithWriteOptions(writeOptions).WithCredentials(credentials).WithWaitForReady();

        after.Headers.ShouldBeSameAs(headers);
        after.Deadline.ShouldBe(deadline);
        after.CancellationToken.ShouldBe(source.Token);
        after.WriteOptions.ShouldBeSameAs(writeOptions);
        after.Credentials.ShouldBeSameAs(credentials);
        after.IsWaitForReady.ShouldBeTrue();
        after.WithWaitForReady(false).IsWaitForReady.ShouldBeFalse();
        before.Headers.ShouldBeNull();
        before.IsWaitForReady.ShouldBeFalse();
    }
}
