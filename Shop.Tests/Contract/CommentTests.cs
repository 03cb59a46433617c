using Google.Protobuf.Reflection;

namespace Shop.Tests.Contract;

public sealed class CommentTests
{
    public static TheoryData<string> Files => [.. ShopContracts.Files.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Elements_AllHaveAComment(string name)
    {
        var comments = ProtoSources.Comments(name);

        var bare = Elements(ShopContracts.Files.Single(file => file.Name == name))
            .Where(element => !comments.TryGetValue(element, out var comment) || !IsSentence(comment));

        bare.ShouldBeEmpty();
    }

    private static bool IsSentence(string comment) => comment.Length > 4 && comment[^1] is '.' or ':';

    private static IEnumerable<string> Elements(FileDescriptor file) =>
        [
            .. file.Services.SelectMany(service => service.Methods.Select(rpc => rpc.FullName).Prepend(service.FullName)),
            .. file.MessageTypes.SelectMany(Elements),
            .. file.EnumTypes.SelectMany(Elements),
            .. file.Extensions.UnorderedExtensions.Select(extension => extension.FullName),
        ];

    private static IEnumerable<string> Elements(MessageDescriptor message) =>
        [
            message.FullName,
            .. message.Fields.InDeclarationOrder().Select(field => field.FullName),
            .. message.Oneofs.Where(oneof => !oneof.IsSynthetic).Select(oneof => oneof.FullName),
            .. message.NestedTypes.Where(nested => nested.GetOptions()?.MapEntry != true).SelectMany(Elements),
            .. message.EnumTypes.SelectMany(Elements),
        ];

    // A value's full name in protobuf lacks its enum, as in C++; the source is read with it.
    private static IEnumerable<string> Elements(EnumDescriptor type) =>
        type.Values.Select(value => $"{type.FullName}.{value.Name}").Prepend(type.FullName);
}
