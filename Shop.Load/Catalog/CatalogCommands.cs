using System.CommandLine;

namespace Shop.Load.Catalog;

/// <summary>What there is to do with a catalog.</summary>
internal static class CatalogCommands
{
    public static IEnumerable<Command> Create() =>
        [SeedCommand.Create(), ImportCommand.Create(), ExportCommand.Create(), BenchProductCommand.Create(), BenchProductCommand.CreateBare(), BenchSearchCommand.Create()];
}
