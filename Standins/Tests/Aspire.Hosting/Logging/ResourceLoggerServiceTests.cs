using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ResourceLoggerServiceTests
{
    private readonly ResourceLoggerService _service = new();

    [Fact]
    public async Task WatchAsync_LinesBeforeAndAfter_ComeInOrderUntilItIsComplete()
    {
        _service.Write("api", "one", isError: false);
        _service.Write("api", "two", isError: true);
        var seen = new List<LogLine>();
        var watch = Task.Run(async () =>
        {
            await foreach (var lines in _service.WatchAsync("API"))
            {
                seen.AddRange(lines);
                if (seen.Count == 2)
                {
                    _service.Write("api", "three", isError: false);
                    _service.Complete("api");
                }
            }
        });

        await watch.WaitAsync(TestApp.Patience);

        seen.ShouldBe([new LogLine(1, "one", false), new LogLine(2, "two", true), new LogLine(3, "three", false)]);
    }

    [Fact]
    public async Task GetAllAsync_Cleared_IsEmpty()
    {
        _service.Write("api", "one", isError: false);
        _service.ClearBacklog("api");

        await foreach (var lines in _service.GetAllAsync("api"))
        {
            lines.ShouldBeEmpty();
        }
    }

    [Fact]
    public void GetLogger_Error_IsMarkedAndStamped()
    {
        _service.GetLogger("api").LogError("it {What}", "broke");

        var line = _service.Tail("api", 1).Single();
        line.IsErrorMessage.ShouldBeTrue();
        line.Content.ShouldMatch(@"^\d{4}-\d\d-\d\dT[\d:.]+Z it broke$");
    }

    [Fact]
    public async Task WatchAnySubscribersAsync_FollowerComesAndGoes_IsTold()
    {
        using var ended = new CancellationTokenSource(TestApp.Patience);
        await using var changes = _service.WatchAnySubscribersAsync(ended.Token).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        _service.Complete("api");

        await foreach (var _ in _service.WatchAsync("api"))
        {
        }

        (await next).ShouldBeTrue();
        changes.Current.ShouldBe(new LogSubscriber("api", true));
        (await changes.MoveNextAsync()).ShouldBeTrue();
        changes.Current.ShouldBe(new LogSubscriber("api", false));
    }
}
