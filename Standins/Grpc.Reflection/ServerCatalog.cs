using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>What the server offers. It answers single requests; the two versions of the protocol differ in name only.</summary>
internal sealed class ServerCatalog(IEnumerable<string> services, SymbolRegistry symbols)
{
    private readonly string[] _services = [.. services];

    public static ServerCatalog Of(IEnumerable<ServiceDescriptor> services)
    {
        ServiceDescriptor[] all = [.. services];
        return new ServerCatalog(all.Select(service => service.FullName), SymbolRegistry.FromFiles(all.Select(service => service.File)));
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => Services(),
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename => File(symbols.FileByName(request.FileByFilename), "No such file."),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol => File(symbols.FileContainingSymbol(request.FileContainingSymbol), "No such symbol."),
            _ => Error(StatusCode.Unimplemented, "Extensions are not looked up."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse Services() => new()
    {
        ListServicesResponse = new ListServiceResponse { Service = { _services.Select(name => new ServiceResponse { Name = name }) } },
    };

    private static ServerReflectionResponse File(FileDescriptor? file, string missing)
    {
        if (file is null) return Error(StatusCode.NotFound, missing);

        var files = new HashSet<FileDescriptor>();
        Collect(file, files);
        return new ServerReflectionResponse
        {
            FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files.Select(each => each.SerializedData) } },
        };
    }

    private static void Collect(FileDescriptor file, HashSet<FileDescriptor> files)
    {
        if (!files.Add(file)) return;
        foreach (var dependency in file.Dependencies) Collect(dependency, files);
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) => new()
    {
        ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message },
    };
}
