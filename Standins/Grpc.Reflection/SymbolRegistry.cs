using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>The files of a server and what they import, by name and by the symbols that they declare.</summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _filesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _filesBySymbol = new(StringComparer.Ordinal);

    private SymbolRegistry(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files) Add(file);
    }

    /// <summary>A registry of these files and all that they import.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        ArgumentNullException.ThrowIfNull(fileDescriptors);
        return new SymbolRegistry(fileDescriptors);
    }

    /// <summary>The file of this name, with its path as imports give it, or null.</summary>
    public FileDescriptor? FileByName(string filename) => _filesByName.GetValueOrDefault(filename);

    /// <summary>The file that declares the message, enum, service or method of this full name, or null.</summary>
    public FileDescriptor? FileContainingSymbol(string symbol) => _filesBySymbol.GetValueOrDefault(symbol);

    private void Add(FileDescriptor file)
    {
        if (!_filesByName.TryAdd(file.Name, file)) return;

        foreach (var dependency in file.Dependencies) Add(dependency);
        foreach (var enumeration in file.EnumTypes) Add(enumeration);
        foreach (var message in file.MessageTypes) Add(message);
        foreach (var service in file.Services)
        {
            Add((IDescriptor)service);
            foreach (var method in service.Methods) Add((IDescriptor)method);
        }
    }

    private void Add(MessageDescriptor message)
    {
        Add((IDescriptor)message);
        foreach (var enumeration in message.EnumTypes) Add(enumeration);
        foreach (var nested in message.NestedTypes) Add(nested);
    }

    private void Add(IDescriptor symbol) => _filesBySymbol[symbol.FullName] = symbol.File;
}
