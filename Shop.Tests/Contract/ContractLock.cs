using Google.Protobuf.Reflection;

namespace Shop.Tests.Contract;

/// <summary>
/// What others rely on, a line each: every rpc with its types, every field with number and type, every enum value with its
/// number. Protos/contracts.lock holds the lines that were promised.
/// </summary>
internal static class ContractLock
{
    public static string Path { get; } = System.IO.Path.Combine(ProtoSources.Folder, "contracts.lock");

    public static IReadOnlyList<string> Promised() => File.Exists(Path) ? File.ReadAllLines(Path) : [];

    public static IReadOnlyList<string> Current() =>
        [
            .. ShopContracts.Rpcs.OrderBy(rpc => rpc.FullName, StringComparer.Ordinal).Select(Line),
            .. ShopContracts.Messages.OrderBy(message => message.FullName, StringComparer.Ordinal)
                .SelectMany(message => message.Fields.InFieldNumberOrder()).Select(Line),
            .. ShopContracts.Enums.OrderBy(type => type.FullName, StringComparer.Ordinal)
                .SelectMany(type => type.Values.OrderBy(value => value.Number)).Select(Line),
            .. ShopContracts.Extensions.Select(Line),
        ];

    public static void Write(IEnumerable<string> lines) => File.WriteAllText(Path, string.Join('\n', lines) + '\n');

    private static string Line(MethodDescriptor rpc) =>
        $"rpc {rpc.FullName} ({Stream(rpc.IsClientStreaming)}{rpc.InputType.FullName}) returns ({Stream(rpc.IsServerStreaming)}{rpc.OutputType.FullName})";

    private static string Line(FieldDescriptor field) =>
        field.IsExtension
            ? $"option {field.ExtendeeType.FullName} {field.FieldNumber} {Label(field)}{TypeName(field)} {field.FullName}"
            : $"field {field.ContainingType.FullName} {field.FieldNumber} {Label(field)}{TypeName(field)} {field.Name}";

    private static string Line(EnumValueDescriptor value) =>
        $"enum {value.EnumDescriptor.FullName} {value.Number} {value.Name}";

    private static string Stream(bool streaming) => streaming ? "stream " : "";

    private static string Label(FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => "repeated ",
        { RealContainingOneof: { } oneof } => $"oneof {oneof.Name} ",
        { ContainingOneof: not null } => "optional ",
        _ => "",
    };

    private static string TypeName(FieldDescriptor field) => field switch
    {
        { IsMap: true } => $"map<{TypeName(field.MessageType.FindFieldByNumber(1))}, {TypeName(field.MessageType.FindFieldByNumber(2))}>",
        { FieldType: FieldType.Message } => field.MessageType.FullName,
        { FieldType: FieldType.Enum } => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };
}
