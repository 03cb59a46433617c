namespace Aspire.Dashboard.Otlp.Json;

/// <summary>The fields of a message by their names in JSON. Fields that are not kept anyway are left out, like those that nobody knows.</summary>
internal sealed class JsonMessage
{
    private readonly Dictionary<string, JsonField> _fields = new(StringComparer.Ordinal);

    public JsonField? Find(string name) => _fields.GetValueOrDefault(name);

    public JsonMessage With(string name, int number, JsonType type)
    {
        _fields.Add(name, new JsonField(number, type));
        return this;
    }

    public JsonMessage With(string name, int number, JsonMessage message)
    {
        _fields.Add(name, new JsonField(number, JsonType.Message, message));
        return this;
    }
}
