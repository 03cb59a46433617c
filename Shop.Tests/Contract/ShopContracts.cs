using System.Reflection;
using Google.Protobuf.Reflection;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Contract;

/// <summary>Every descriptor of the shop's contracts, as the generated code carries them.</summary>
internal static class ShopContracts
{
    public static IReadOnlyList<FileDescriptor> Files { get; } =
        [.. typeof(Money).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal)];

    public static IEnumerable<ServiceDescriptor> Services => Files.SelectMany(file => file.Services);

    public static IEnumerable<MethodDescriptor> Rpcs => Services.SelectMany(service => service.Methods);

    public static IEnumerable<MessageDescriptor> Messages =>
        Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested);

    public static IEnumerable<FieldDescriptor> Fields => Messages.SelectMany(message => message.Fields.InDeclarationOrder());

    public static IEnumerable<EnumDescriptor> Enums =>
        Files.SelectMany(file => file.EnumTypes).Concat(Messages.SelectMany(message => message.EnumTypes));

    /// <summary>The options that the contracts define, on rpcs and the like.</summary>
    public static IEnumerable<FieldDescriptor> Extensions => Files.SelectMany(file => file.Extensions.UnorderedExtensions);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
