namespace Shop.Tests.Chaos;

/// <summary>A shop in a storm needs the machine for itself, and so do its neighbours: nothing runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosCollection
{
    public const string Name = "chaos";
}
