using System.Reflection;
using Google.Protobuf.Reflection;
using Shop.Contracts.Types.V1;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What the contracts say of events: who publishes them (their package names the service) and who must get them.</summary>
internal static class EventContracts
{
    private static readonly FileDescriptor[] Files =
        [.. typeof(ConsumersExtensions).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!)];

    /// <summary>The services that must get an event.</summary>
    public static IEnumerable<string> ConsumersOf(MessageDescriptor message) =>
        message.GetOptions()?.GetExtension(ConsumersExtensions.Consumers) ?? [];

    /// <summary>Every event that a service publishes to somebody, with each service that must get it.</summary>
    public static IEnumerable<(MessageDescriptor Event, string Consumer)> PublishedBy(string service) =>
        All().Where(pair => pair.Event.File.Package.Split('.') is ["shop", var publisher, ..] && publisher == service);

    /// <summary>Every event that somebody must get, with each service that must get it.</summary>
    public static IEnumerable<(MessageDescriptor Event, string Consumer)> All() =>
        from file in Files
        from message in file.MessageTypes
        from consumer in ConsumersOf(message)
        select (message, consumer);

    /// <summary>The message of this full name; null when there is none.</summary>
    public static MessageDescriptor? Find(string type) =>
        Files.SelectMany(file => file.MessageTypes).FirstOrDefault(message => message.FullName == type);
}
