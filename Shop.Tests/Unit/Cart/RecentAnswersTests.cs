using Grpc.Core;
using Shop.Carts;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Carts;

public sealed class RecentAnswersTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly Lengths _lengths;
    private readonly List<string[]> _questions = [];

    public RecentAnswersTests() => _lengths = new Lengths(_time);

    [Fact]
    public async Task Ask_OthersAreInUseAndGrowOld_AsksForThemInTheSameQuestion()
    {
        await AskAsync("A", "BB", "CCC");
        Recall("A", "BB").ShouldBeEmpty();
        _time.Advance(Fresh * 0.6);

        await AskAsync("DDDD");

        _questions[^1].ShouldBe(["DDDD", "A", "BB"]);
        _time.Advance(Fresh * 0.5);
        Recall("A", "BB", "CCC", "DDDD").ShouldBe(["CCC"]);
    }

    [Fact]
    public async Task Ask_OthersAreFreshForgottenOrUnused_AsksForItsOwnOnly()
    {
        await AskAsync("A", "BB");
        Recall("A", "BB");
        _lengths.Forget(["A"]);

        await AskAsync("CCC");
        _questions[^1].ShouldBe(["CCC"]);
        _time.Advance(Fresh);
        await AskAsync("DDDD");
        _questions[^1].ShouldBe(["DDDD", "BB"]);
        _time.Advance(Fresh);
        await AskAsync("E");
        _questions[^1].ShouldBe(["E"]);
    }

    [Fact]
    public async Task Ask_MoreInUseThanAQuestionHolds_AsksForTheOldestFirst()
    {
        string[] many = [.. Enumerable.Range(1, 10).Select(length => new string('x', length))];
        await AskAsync(many);
        Recall(many);
        _time.Advance(Fresh);

        await AskAsync("A");
        await AskAsync("B");

        _questions[^2].ShouldBe(["A", .. many[..3]]);
        _questions[^1].ShouldBe(["B", .. many[3..6]]);
    }

    [Fact]
    public async Task Ask_TheQuestionFails_FailsWhoAskedAndKeepsWhatIsFresh()
    {
        await AskAsync("A");
        Recall("A");
        _time.Advance(Fresh * 0.6);

        await Should.ThrowAsync<RpcException>(() => _lengths.AskAsync(["BB"], [], 4, _ => throw new RpcException(Status.DefaultCancelled), CancellationToken.None));

        Recall("A", "BB").ShouldBe(["BB"]);
        await AskAsync("BB");
        _questions[^1].ShouldBe(["BB"]);
    }

    [Fact]
    public async Task Ask_ForWhatIsAskedAlongAlready_JoinsThatQuestion()
    {
        await AskAsync("A");
        Recall("A");
        _time.Advance(Fresh);
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _lengths.AskAsync(["BB"], [], 4, _ => answer.Task, CancellationToken.None);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);

        var second = _lengths.AskAsync(["A"], known, 4, _ => throw new InvalidOperationException("It is asked for already."), CancellationToken.None);
        answer.SetResult(new Dictionary<string, int> { ["A"] = 10, ["BB"] = 20 });

        await Task.WhenAll(first, second).WaitAsync(TestService.Patience);
        known["A"].ShouldBe(10);
    }

    private async Task AskAsync(params string[] skus)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var asked = _lengths.AskAsync(skus, known, atOnce: 4, question =>
        {
            _questions.Add(question);
            return Task.FromResult<IReadOnlyDictionary<string, int>>(question.ToDictionary(sku => sku, sku => sku.Length));
        }, CancellationToken.None);
        await asked.WaitAsync(TestService.Patience);
        skus.ShouldAllBe(sku => known[sku] == sku.Length);
    }

    private IReadOnlyList<string> Recall(params string[] skus) => _lengths.Recall(skus, new Dictionary<string, int>(StringComparer.Ordinal));

    private sealed class Lengths(TimeProvider time) : RecentAnswers<int>(Fresh, time);
}
