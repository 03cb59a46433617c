using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Contract;

public sealed partial class ProtoStyleTests
{
    [Fact]
    public void Contracts_CoverEveryProtoFile() =>
        ShopContracts.Files.Select(file => file.Name).ShouldBe(ProtoSources.Names);

    [Fact]
    public void Files_StatePackageAndNamespaceByTheirFolder() => Violations(ShopContracts.Files, file => file.Name, file =>
    {
        if (file.Package == "google.rpc")
        {
            // The public error details keep the name by which stock clients know them.
            return file.GetOptions()?.CsharpNamespace == "Shop.Contracts.Rpc";
        }

        var folders = file.Name.Split('/');
        var name = folders[1] == "type" ? "Types" : Pascal(folders[1]);
        return file.Package == string.Join('.', folders[..^1])
            && file.GetOptions()?.CsharpNamespace == $"Shop.Contracts.{name}.{Pascal(folders[2])}";
    });

    [Fact]
    public void Rpcs_StateWhoMayCall() => Violations(ShopContracts.Rpcs, rpc => rpc.FullName, rpc =>
        rpc.GetOptions()?.GetExtension(AccessExtensions.Access) is not (null or Access.Unspecified));

    [Fact]
    public void Rpcs_ThatMutate_TakeARequestId() => Violations(ShopContracts.Rpcs, rpc => rpc.FullName, rpc =>
        IsReadOnly(rpc) == (rpc.InputType.FindFieldByName("request_id") is null));

    [Fact]
    public void RequestIds_AreTheFirstField() => Violations(
        ShopContracts.Fields.Where(field => field.Name == "request_id"),
        field => field.FullName,
        field => field is { FieldNumber: 1, FieldType: FieldType.String });

    [Fact]
    public void Rpcs_HaveARequestOfTheirOwn() => Violations(ShopContracts.Rpcs, rpc => rpc.FullName, rpc =>
        rpc.InputType.Name == rpc.Name + "Request"
        && (!rpc.OutputType.Name.EndsWith("Response", StringComparison.Ordinal) || rpc.OutputType.Name == rpc.Name + "Response"));

    [Fact]
    public void Rpcs_ThatList_ArePaged() => Violations(
        ShopContracts.Rpcs.Where(rpc => rpc.Name.StartsWith("List", StringComparison.Ordinal) || rpc.Name.StartsWith("Search", StringComparison.Ordinal)),
        rpc => rpc.FullName,
        rpc => rpc.InputType.FindFieldByName("page_size") is { FieldType: FieldType.Int32 }
            && rpc.InputType.FindFieldByName("page_token") is { FieldType: FieldType.String }
            && rpc.OutputType.FindFieldByName("next_page_token") is { FieldType: FieldType.String }
            && rpc.OutputType.FindFieldByNumber(1) is { IsRepeated: true, FieldType: FieldType.Message });

    [Fact]
    public void Rpcs_ThatWatch_Stream() => Violations(ShopContracts.Rpcs, rpc => rpc.FullName, rpc =>
        rpc.IsServerStreaming == (rpc.Name.StartsWith("Watch", StringComparison.Ordinal) || rpc.Name.StartsWith("Export", StringComparison.Ordinal)));

    [Fact]
    public void Enums_BeginUnspecifiedAndPrefixTheirValues() => Violations(ShopContracts.Enums, type => type.FullName, type =>
    {
        var prefix = ScreamingSnake(type.Name) + "_";
        return type.FindValueByNumber(0)?.Name == prefix + "UNSPECIFIED"
            && type.Values.All(value => value.Name.StartsWith(prefix, StringComparison.Ordinal) && ScreamingSnakeCase().IsMatch(value.Name));
    });

    [Fact]
    public void Fields_AreNeverFloatingPoint() => Violations(ShopContracts.Fields, field => field.FullName, field =>
        field.FieldType is not (FieldType.Float or FieldType.Double));

    [Fact]
    public void Fields_ThatAreIds_AreStrings() => Violations(
        ShopContracts.Fields.Where(field => IdName().IsMatch(field.Name)),
        field => field.FullName,
        field => field.FieldType == FieldType.String);

    [Fact]
    public void Fields_ThatAreTimes_AreTimestamps() => Violations(ShopContracts.Fields, field => field.FullName, field =>
        field.Name.EndsWith("_time", StringComparison.Ordinal) == IsMessage(field, "google.protobuf.Timestamp"));

    [Fact]
    public void Fields_ThatAreAmounts_AreMoney() => Violations(
        ShopContracts.Fields.Where(field => AmountName().IsMatch(field.Name)),
        field => field.FullName,
        field => IsMessage(field, Money.Descriptor.FullName));

    [Fact]
    public void Names_AreSnakeCaseForFieldsAndPascalCaseForTheRest()
    {
        Violations(ShopContracts.Fields, field => field.FullName, field => SnakeCase().IsMatch(field.Name));
        Violations(
            [.. ShopContracts.Messages, .. ShopContracts.Enums, .. ShopContracts.Services, .. ShopContracts.Rpcs],
            (IDescriptor type) => type.FullName,
            type => PascalCase().IsMatch(type.Name));
    }

    [Fact]
    public void Services_AreNamedAfterTheirPackage() => Violations(ShopContracts.Services, service => service.FullName, service =>
        service.Name == Pascal(service.File.Package.Split('.')[1]) + "Service");

    private static bool IsReadOnly(MethodDescriptor rpc) => ReadOnlyVerb().IsMatch(rpc.Name);

    private static bool IsMessage(FieldDescriptor field, string fullName) =>
        field.FieldType == FieldType.Message && field.MessageType.FullName == fullName;

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string ScreamingSnake(string pascal) => WordStart().Replace(pascal, "_").ToUpperInvariant();

    private static void Violations<T>(IEnumerable<T> elements, Func<T, string> name, Func<T, bool> holds)
    {
        var all = elements.ToList();
        all.ShouldNotBeEmpty();
        all.Where(element => !holds(element)).Select(name).ShouldBeEmpty();
    }

    [GeneratedRegex("^(Get|BatchGet|List|Search|Watch|Export|Recommend)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadOnlyVerb();

    [GeneratedRegex("(^|_)(ids?|skus?|etag|token)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdName();

    [GeneratedRegex("(^|_)(price|amount|total|subtotal)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AmountName();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnakeCase();

    [GeneratedRegex("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScreamingSnakeCase();

    [GeneratedRegex("^([A-Z][a-z0-9]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PascalCase();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
