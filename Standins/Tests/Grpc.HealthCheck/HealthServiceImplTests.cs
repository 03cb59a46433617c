using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Standins.Tests.HealthProbe;

public sealed class HealthServiceImplTests
{
    private readonly HealthServiceImpl _health = new();

    [Fact]
    public async Task Check_OfWhatWasSetAndCleared_IsNotFound()
    {
        _health.SetStatus("a", ServingStatus.Serving);
        _health.SetStatus("b", ServingStatus.NotServing);
        (await CheckAsync("a")).ShouldBe(ServingStatus.Serving);
        (await CheckAsync("b")).ShouldBe(ServingStatus.NotServing);

        _health.ClearStatus("a");
        (await Should.ThrowAsync<RpcException>(() => CheckAsync("a"))).StatusCode.ShouldBe(StatusCode.NotFound);
        _health.ClearAll();
        (await Should.ThrowAsync<RpcException>(() => CheckAsync("b"))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Watch_ByManyAtOnce_EndsAtTheLastStatus()
    {
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 50).Select(_ => new RecordingWriter()).ToArray();
        var watches = writers.Select(writer => WatchAsync(writer, end.Token)).ToArray();

        await Parallel.ForAsync(0, 1000, (index, _) =>
        {
            _health.SetStatus("a", index % 2 == 0 ? ServingStatus.Serving : ServingStatus.NotServing);
            return ValueTask.CompletedTask;
        });
        _health.ClearStatus("a");
        _health.SetStatus("a", ServingStatus.Unknown);

        foreach (var writer in writers) await writer.WaitForAsync(ServingStatus.Unknown);
        await end.CancelAsync();
        await Task.WhenAll(watches).WaitAsync(HealthServer.Patience);
    }

    [Fact]
    public async Task Watch_ByACallerThatReadsSlowly_MissesOldStatusesOnly()
    {
        using var end = new CancellationTokenSource();
        var writer = new RecordingWriter(capacity: 1);
        var watch = WatchAsync(writer, end.Token);
        for (var index = 0; index < 1000; index++) _health.SetStatus("a", index % 2 == 0 ? ServingStatus.Serving : ServingStatus.NotServing);
        _health.SetStatus("a", ServingStatus.Unknown);

        var seen = await writer.WaitForAsync(ServingStatus.Unknown);
        seen.ShouldBeLessThan(10);
        await end.CancelAsync();
        await watch.WaitAsync(HealthServer.Patience);
    }

    private async Task<ServingStatus> CheckAsync(string service) =>
        (await _health.Check(new HealthCheckRequest { Service = service }, new TokenContext(CancellationToken.None))).Status;

    private Task WatchAsync(RecordingWriter writer, CancellationToken end) =>
        _health.Watch(new HealthCheckRequest { Service = "a" }, writer, new TokenContext(end));

    private sealed class RecordingWriter(int capacity = int.MaxValue) : IServerStreamWriter<HealthCheckResponse>
    {
        private readonly Channel<ServingStatus> _written = Channel.CreateBounded<ServingStatus>(capacity);

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(HealthCheckResponse message) => _written.Writer.WriteAsync(message.Status).AsTask();

        public Task WriteAsync(HealthCheckResponse message, CancellationToken cancellationToken) => _written.Writer.WriteAsync(message.Status, cancellationToken).AsTask();

        /// <summary>Waits for the status, and returns how many came up to it.</summary>
        public async Task<int> WaitForAsync(ServingStatus status)
        {
            using var patience = new CancellationTokenSource(HealthServer.Patience);
            var count = 1;
            while (await _written.Reader.ReadAsync(patience.Token) != status) count++;
            return count;
        }
    }
}
