using Grpc.Core;
using Grpc.Net.ClientFactory;
using Standins.Tests.GrpcCore;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcClients;

public sealed class ClientFactoryTests
{
    [Fact]
    public async Task TypedClient_IsResolvedAndCalls()
    {
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address));

        (await services.GetRequiredService<Echo.EchoClient>().SayAsync(new() { Text = "typed" }).Reason()).Text.ShouldBe("typed");
    }

    [Fact]
    public async Task NamedClients_OfOneType_EachCallTheirOwnServer()
    {
        await using var first = await EchoServer.StartAsync((_, _) => Task.FromResult(new EchoReply { Text = "first" }));
        await using var second = await EchoServer.StartAsync((_, _) => Task.FromResult(new EchoReply { Text = "second" }));
        await using var services = Services(all =>
        {
            all.AddGrpcClient<Echo.EchoClient>("first", options => options.Address = first.Address);
            all.AddGrpcClient<Echo.EchoClient>("second", (_, options) => options.Address = second.Address);
        });
        var factory = services.GetRequiredService<GrpcClientFactory>();

        (await factory.CreateClient<Echo.EchoClient>("first").SayAsync(new()).Reason()).Text.ShouldBe("first");
        (await factory.CreateClient<Echo.EchoClient>("second").SayAsync(new()).Reason()).Text.ShouldBe("second");
    }

    [Fact]
    public void Client_WithoutAddress_IsToldWhichAndHow()
    {
        using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>());

        Should.Throw<InvalidOperationException>(services.GetRequiredService<Echo.EchoClient>).Message
            .ShouldStartWith("Could not resolve the address for gRPC client 'EchoClient'. Set an address when registering the client: services.AddGrpcClient<EchoClient>");
    }

    [Fact]
    public void Client_ThatWasNotAdded_IsToldSo()
    {
        using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>());

        Should.Throw<InvalidOperationException>(() => services.GetRequiredService<GrpcClientFactory>().CreateClient<OtherClient>("other"))
            .Message.ShouldBe("No gRPC client configured with name 'other'.");
    }

    [Fact]
    public void Name_ThatAnotherTypeHas_IsRefused() => Should.Throw<InvalidOperationException>(() => Services(all =>
    {
        all.AddGrpcClient<Echo.EchoClient>("name");
        all.AddGrpcClient<OtherClient>("name");
    }));

    [Fact]
    public async Task Channel_IsMadeOnce_ForAllClientsOfAName()
    {
        var channels = 0;
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address).ConfigureChannel(_ => channels++));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => services.GetRequiredService<Echo.EchoClient>().SayAsync(new()).Reason())));

        channels.ShouldBe(1);
    }

    [Fact]
    public async Task ConfigureChannel_WithServices_ReachesTheChannel()
    {
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all =>
        {
            all.AddSingleton(new Limit(100));
            all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
                .ConfigureChannel((provider, channel) => channel.MaxReceiveMessageSize = provider.GetRequiredService<Limit>().Bytes);
        });

        var error = await Should.ThrowAsync<RpcException>(services.GetRequiredService<Echo.EchoClient>().SayAsync(new() { Text = new string('x', 200) }).Reason());

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Handlers_OfTheHttpClient_SeeTheCalls()
    {
        await using var server = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply { Text = context.RequestHeaders.GetValue("x-defaults") }));
        await using var services = Services(all =>
        {
            all.ConfigureHttpClientDefaults(http => http
                .ConfigurePrimaryHttpMessageHandler((handler, _) => handler.ShouldBeOfType<SocketsHttpHandler>().Properties["__GrpcLoadBalancingDisabled"] = true)
                .AddHttpMessageHandler(() => new Redirecting(server.Address)));
            all.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("http://echo"));
        });

        (await services.GetRequiredService<Echo.EchoClient>().SayAsync(new()).Reason()).Text.ShouldBe("echo");
    }

    [Fact]
    public async Task ServiceDiscoveryAndResilience_AsDefaults_ServeGrpcClientsToo()
    {
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all =>
        {
            all.AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("services:echo:http:0", (string?)server.Address.ToString())]).Build());
            all.AddServiceDiscovery();
            all.ConfigureHttpClientDefaults(http =>
            {
                http.AddStandardResilienceHandler();
                http.AddServiceDiscovery();
            });
            all.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("http://echo"));
        });

        (await services.GetRequiredService<Echo.EchoClient>().SayAsync(new() { Text = "found" }).Reason()).Text.ShouldBe("found");
    }

    [Fact]
    public async Task ConfigureHttpClient_GivesAddressAndHeaders_NotAgainstTheCall()
    {
        await using var server = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply
        {
            Text = $"{context.RequestHeaders.GetValue("x-one")} {context.RequestHeaders.GetValue("x-two")}",
        }));
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>().ConfigureHttpClient(client =>
        {
            client.BaseAddress = server.Address;
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.Add("X-One", "default");
            client.DefaultRequestHeaders.Add("X-Two", "default");
        }));

        var reply = await services.GetRequiredService<Echo.EchoClient>().SayAsync(new(), new Metadata { { "x-two", "own" } }).Reason();

        reply.Text.ShouldBe("default own");
    }

    [Fact]
    public async Task Interceptors_OfTheClient_RunBeforeThoseOfTheChannel_EachInOrder()
    {
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all =>
        {
            all.AddSingleton<Notes>();
            all.AddSingleton(provider => new NotingInterceptor(provider.GetRequiredService<Notes>(), "service"));
            all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
                .AddInterceptor<NotingInterceptor>()
                .AddInterceptor(provider => new NotingInterceptor(provider.GetRequiredService<Notes>(), "channel"))
                .AddInterceptor(InterceptorScope.Client, provider => new NotingInterceptor(provider.GetRequiredService<Notes>(), "client 1"))
                .AddInterceptor(InterceptorScope.Client, provider => new NotingInterceptor(provider.GetRequiredService<Notes>(), "client 2"));
        });

        await services.GetRequiredService<Echo.EchoClient>().SayAsync(new()).Reason();

        services.GetRequiredService<Notes>().ShouldBe(["client 1 Unary Say", "client 2 Unary Say", "service Unary Say", "channel Unary Say"]);
    }

    [Fact]
    public async Task Interceptors_AreMadeOnceForAChannel_AndAnewForEachClient()
    {
        var made = new Dictionary<string, int> { ["channel"] = 0, ["client"] = 0 };
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
            .AddInterceptor(() => Made("channel"))
            .AddInterceptor(InterceptorScope.Client, () => Made("client")));
        services.GetRequiredService<Echo.EchoClient>();
        services.GetRequiredService<Echo.EchoClient>();

        made.ShouldBe(new Dictionary<string, int> { ["channel"] = 1, ["client"] = 2 });

        NotingInterceptor Made(string scope)
        {
            made[scope]++;
            return new NotingInterceptor([], scope);
        }
    }

    [Fact]
    public async Task CallCredentials_UseTheScopeOfTheClient_AndComeBesideTheCallsOwn()
    {
        await using var server = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply { Text = context.RequestHeaders.GetValue("authorization") }));
        await using var services = Services(all =>
        {
            all.AddScoped<Caller>();
            all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
                .AddCallCredentials((_, metadata, provider) =>
                {
                    metadata.Add("authorization", $"Bearer {provider.GetRequiredService<Caller>().Name}");
                    return Task.CompletedTask;
                })
                .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true);
        });
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Name = "guest";
        var own = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "own");
            return Task.CompletedTask;
        });
        var client = scope.ServiceProvider.GetRequiredService<Echo.EchoClient>();

        (await client.SayAsync(new()).Reason()).Text.ShouldBe("Bearer guest");
        (await client.SayAsync(new(), new CallOptions(credentials: own)).Reason()).Text.ShouldBe("own, Bearer guest");
    }

    [Fact]
    public void CallCredentials_OverPlainText_AreRefusedUnlessThatIsWanted()
    {
        using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("http://echo"))
            .AddCallCredentials((_, _) => Task.CompletedTask));

        Should.Throw<InvalidOperationException>(services.GetRequiredService<Echo.EchoClient>).Message
            .ShouldStartWith("Call credential configured for gRPC client 'EchoClient' requires TLS, and the client isn't configured to use TLS.");
    }

    [Fact]
    public void CallCredentials_OverTls_AreTaken()
    {
        using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("https://echo"))
            .AddCallCredentials((_, _) => Task.CompletedTask));

        services.GetRequiredService<Echo.EchoClient>().ShouldNotBeNull();
    }

    [Fact]
    public async Task CallOptionsActions_ChangeEveryCall()
    {
        await using var server = await EchoServer.StartAsync((_, context) => Task.FromResult(new EchoReply { Index = context.Deadline == DateTime.MaxValue ? 0 : 1 }));
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options =>
        {
            options.Address = server.Address;
            options.CallOptionsActions.Add(context => context.CallOptions = context.CallOptions.WithDeadline(DateTime.UtcNow.AddMinutes(1)));
        }));

        (await services.GetRequiredService<Echo.EchoClient>().SayAsync(new()).Reason()).Index.ShouldBe(1);
    }

    [Fact]
    public async Task Creator_MakesTheClient()
    {
        await using var server = await EchoServer.StartAsync();
        await using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = server.Address)
            .ConfigureGrpcClientCreator(invoker => new Special(invoker)));

        var client = services.GetRequiredService<Echo.EchoClient>();

        client.ShouldBeOfType<Special>();
        (await client.SayAsync(new() { Text = "a" }).Reason()).Text.ShouldBe("a");
    }

    [Fact]
    public void Creator_OfSomethingElse_IsRefused()
    {
        using var services = Services(all => all.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri("http://echo"))
            .ConfigureGrpcClientCreator(_ => "no client"));

        Should.Throw<InvalidOperationException>(services.GetRequiredService<Echo.EchoClient>);
    }

    [Fact]
    public void Builder_OfAnOrdinaryHttpClient_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddHttpClient("plain").AddInterceptor(() => new NotingInterceptor([], "")))
            .Message.ShouldBe("AddInterceptor must be used with a gRPC client.");

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        add(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed record Limit(int Bytes);

    private sealed class Caller
    {
        public string Name { get; set; } = "";
    }

    private sealed class Special(CallInvoker invoker) : Echo.EchoClient(invoker);

    private sealed class OtherClient(CallInvoker invoker) : Echo.EchoClient(invoker);

    /// <summary>What service discovery does: the name in the address becomes one that can be reached.</summary>
    private sealed class Redirecting(Uri address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("x-defaults", request.RequestUri!.Host);
            request.RequestUri = new Uri(address, request.RequestUri.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
