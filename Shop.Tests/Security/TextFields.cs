using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Shop.Tests.Security;

/// <summary>A text in a request type, by the fields that lead to it.</summary>
internal sealed record TextFields(MessageDescriptor Type, IReadOnlyList<FieldDescriptor> Path)
{
    private const int Deepest = 4;

    /// <summary>All texts of a type, at any depth.</summary>
    public static IEnumerable<TextFields> Of(MessageDescriptor type) => Of(type, type, []);

    /// <summary>A request with a value there, and at its side what exists, so that the value is not the second thing to be refused.</summary>
    public IMessage Put(string value, IReadOnlyDictionary<string, string[]> known)
    {
        var request = Filled(Type, known);
        var message = request;
        foreach (var field in Path.SkipLast(1))
        {
            message = Enter(message, field, known);
        }

        var last = Path[^1];
        if (last.IsRepeated)
        {
            ((System.Collections.IList)last.Accessor.GetValue(message)).Add(value);
        }
        else
        {
            last.Accessor.SetValue(message, value);
        }

        return request;
    }

    public override string ToString() => string.Join('.', Path.Select(field => field.Name));

    private static IEnumerable<TextFields> Of(MessageDescriptor root, MessageDescriptor type, IReadOnlyList<FieldDescriptor> path) =>
        path.Count >= Deepest ? [] : type.Fields.InDeclarationOrder().Where(field => !field.IsMap).SelectMany(field => field.FieldType switch
        {
            FieldType.String => [new TextFields(root, [.. path, field])],
            FieldType.Message => Of(root, field.MessageType, [.. path, field]),
            _ => Array.Empty<TextFields>(),
        });

    private static IMessage Filled(MessageDescriptor type, IReadOnlyDictionary<string, string[]> known)
    {
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field is { FieldType: FieldType.String, IsRepeated: false, ContainingOneof: null }))
        {
            if (field.Name == "request_id")
            {
                field.Accessor.SetValue(message, Guid.NewGuid().ToString());
            }
            else if (known.TryGetValue(field.Name, out var values))
            {
                field.Accessor.SetValue(message, values[0]);
            }
        }

        return message;
    }

    private static IMessage Enter(IMessage message, FieldDescriptor field, IReadOnlyDictionary<string, string[]> known)
    {
        var inner = Filled(field.MessageType, known);
        if (field.IsRepeated)
        {
            ((System.Collections.IList)field.Accessor.GetValue(message)).Add(inner);
        }
        else
        {
            field.Accessor.SetValue(message, inner);
        }

        return inner;
    }
}
