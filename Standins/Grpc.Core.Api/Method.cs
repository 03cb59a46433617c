namespace Grpc.Core;

public class Method<TRequest, TResponse>(
    MethodType type, string serviceName, string name, Marshaller<TRequest> requestMarshaller, Marshaller<TResponse> responseMarshaller) : IMethod
{
    public MethodType Type { get; } = type;

    public string ServiceName { get; } = NotNull(serviceName);

    public string Name { get; } = NotNull(name);

    public string FullName { get; } = $"/{serviceName}/{name}";

    public Marshaller<TRequest> RequestMarshaller { get; } = NotNull(requestMarshaller);

    public Marshaller<TResponse> ResponseMarshaller { get; } = NotNull(responseMarshaller);

    private static T NotNull<T>(T value, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string name = "") =>
        value ?? throw new ArgumentNullException(name);
}
