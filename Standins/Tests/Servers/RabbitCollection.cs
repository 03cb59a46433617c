namespace Standins.Tests.Servers;

[CollectionDefinition(Name)]
public sealed class RabbitCollection : ICollectionFixture<RabbitServer>
{
    public const string Name = "Rabbit";
}
