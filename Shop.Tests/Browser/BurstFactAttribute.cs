namespace Shop.Tests.Browser;

/// <summary>A test that wants the machine to itself, so only whoever names a duration by SHOP_BURST_SECONDS gets it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BurstFactAttribute : FactAttribute
{
    public const string Variable = "SHOP_BURST_SECONDS";

    public BurstFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"Set {Variable}, to 60 for a minute of it.";
        }
    }
}
