using System.Buffers;
using System.Text;
using Grpc.Core;

namespace Standins.Tests.GrpcCore;

public sealed class MarshallerTests
{
    [Fact]
    public void StringMarshaller_IsUtf8()
    {
        var bytes = Marshallers.StringMarshaller.Serializer("Größe");

        bytes.ShouldBe("Größe"u8.ToArray());
        Marshallers.StringMarshaller.Deserializer(bytes).ShouldBe("Größe");
    }

    [Fact]
    public void Contextual_SerializerThatWrites_AlsoGivesAnArray()
    {
        var marshaller = Marshallers.Create<string>(
            (text, context) =>
            {
                var bytes = Encoding.ASCII.GetBytes(text);
                context.SetPayloadLength(bytes.Length);
                context.GetBufferWriter().Write(bytes);
                context.Complete();
            },
            context => $"{context.PayloadLength}:{Encoding.ASCII.GetString(context.PayloadAsReadOnlySequence())}");

        marshaller.Serializer("abc").ShouldBe("abc"u8.ToArray());
        marshaller.Deserializer("abc"u8.ToArray()).ShouldBe("3:abc");
    }

    [Fact]
    public void Contextual_SerializerThatDoesNotComplete_IsToldSo()
    {
        var marshaller = Marshallers.Create<string>((_, _) => { }, _ => "");

        Should.Throw<InvalidOperationException>(() => marshaller.Serializer("abc"));
    }

    [Fact]
    public void Method_FullName_IsThePathOfTheRequest()
    {
        var method = new Method<string, string>(MethodType.Unary, "shop.cart.v1.CartService", "GetCart", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        method.FullName.ShouldBe("/shop.cart.v1.CartService/GetCart");
        Should.Throw<ArgumentNullException>(
            () => new Method<string, string>(MethodType.Unary, null!, "GetCart", Marshallers.StringMarshaller, Marshallers.StringMarshaller))
            .ParamName.ShouldBe("serviceName");
    }

    [Fact]
    public void ServiceDefinition_MethodTwice_IsRefused()
    {
        var method = new Method<string, string>(MethodType.Unary, "service", "method", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var builder = ServerServiceDefinition.CreateBuilder();
        builder.AddMethod(method, (request, _) => Task.FromResult(request));

        Should.Throw<ArgumentException>(() => builder.AddMethod(method, (string request, ServerCallContext _) => Task.FromResult(request)));
    }
}
