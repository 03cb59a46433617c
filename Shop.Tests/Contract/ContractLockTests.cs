namespace Shop.Tests.Contract;

/// <summary>
/// A contract only grows. After an addition, promise it:
/// <c>SHOP_PROMISE_CONTRACTS=true dotnet test Shop.Tests --filter ContractLockTests</c>.
/// The command adds lines and never takes one away; what has to go, goes into a new version of the package.
/// </summary>
public sealed class ContractLockTests
{
    [Fact]
    public void Contracts_KeepEverythingPromised() =>
        ContractLock.Promised().Except(ContractLock.Current(), StringComparer.Ordinal).ShouldBeEmpty(
            "Removed, renamed, renumbered or retyped: callers of the contract break. Put it back, or begin a new version.");

    [Fact]
    public void Lock_HoldsEverythingThereIs()
    {
        var current = ContractLock.Current();
        var promised = ContractLock.Promised();
        if (Environment.GetEnvironmentVariable("SHOP_PROMISE_CONTRACTS") == "true")
            ContractLock.Write(current.Union(promised, StringComparer.Ordinal));
        else
            current.Except(promised, StringComparer.Ordinal).ShouldBeEmpty(
                "Not promised yet: SHOP_PROMISE_CONTRACTS=true dotnet test Shop.Tests --filter ContractLockTests");
    }
}
