using Pipelines.Sockets.Unofficial;

namespace Standins.Tests.Pipelines;

public sealed class DelegatesTests
{
    [Fact]
    public void AsEnumerable_SeveralTargets_AreCalledInTheirOrder()
    {
        var calls = new List<int>();
        Action handler = () => calls.Add(1);
        handler += () => calls.Add(2);
        foreach (var target in handler.AsEnumerable())
        {
            target();
        }

        calls.ShouldBe([1, 2]);
        handler.IsSingle().ShouldBeFalse();
    }

    [Fact]
    public void AsEnumerable_OneTargetOrNone_IsThat()
    {
        Action single = () => { };

        single.IsSingle().ShouldBeTrue();
        single.AsEnumerable().ShouldBe([single]);
        ((Action?)null).AsEnumerable().ShouldBeEmpty();
    }
}
