using Shop.Contracts.Order.V1;
using Shop.Payments;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("paymentdb");
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .ConsumeWithoutInbox<OrderPlaced, AuthorizePlacedOrder>()
    .ConsumeWithoutInbox<OrderConfirmed, CaptureConfirmedOrder>()
    .ConsumeWithoutInbox<OrderCancelled, VoidCancelledOrder>()
    .ConsumeWithoutInbox<OrderRefunded, GiveBackRefund>());
builder.AddPaymentProvider();
builder.Services.AddSingleton<PaymentStore>().AddSingleton<RecentPayments>().AddSingleton<PaymentWork>().AddSingleton<PaymentTelemetry>().AddSingleton<WebhookSignature>();
builder.Services.AddSingleton<PaymentDriver>().AddHostedService(provider => provider.GetRequiredService<PaymentDriver>());
builder.Services.AddHostedService<UnresolvedGauge>();

var app = builder.Build();
app.MapShopGrpcService<PaymentGrpc>();
app.MapProviderWebhook();
app.MapDefaultEndpoints();
await app.RunAsync();
