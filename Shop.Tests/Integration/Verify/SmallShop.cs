using Shop.Load.Verify;

namespace Shop.Tests.Integration.Verify;

/// <summary>
/// A shop in which everything is right: one SKU with 20 pieces at 5.00, and an order of two pieces in each of the states that matter.
/// Times are long past, so that nothing is under way.
/// </summary>
internal static class SmallShop
{
    public const string Confirmed = "00000000-0000-4000-8000-000000000001";
    public const string Cancelled = "00000000-0000-4000-8000-000000000002";
    public const string Refunded = "00000000-0000-4000-8000-000000000003";

    /// <summary>An order that nobody knows of.</summary>
    public const string Nobody = "00000000-0000-4000-8000-00000000000f";

    /// <summary>What was given back for <see cref="Refunded"/>.</summary>
    public const string TheRefund = "20000000-0000-4000-8000-000000000003";

    /// <summary>A parcel of <see cref="Refunded"/> that has arrived.</summary>
    public const string Arrived = "30000000-0000-4000-8000-000000000003";

    /// <summary>A parcel of <see cref="Refunded"/> that has not.</summary>
    public const string OnItsWay = "30000000-0000-4000-8000-000000000004";

    /// <summary>The request that placed <see cref="Confirmed"/>.</summary>
    public const string ConfirmedRequest = "10000000-0000-4000-8000-000000000001";

    /// <summary>A customer, who was once a guest.</summary>
    public const string Customer = "40000000-0000-4000-8000-000000000001";

    public static string Rows(string database) => database switch
    {
        Databases.Order => Orders,
        Databases.Identity => Accounts,
        Databases.Inventory => Stock,
        Databases.Payment => Payments,
        Databases.Provider => Charges,
        _ => "",
    };

    private const string Orders = $$"""
        INSERT INTO orders (order_id, number, owner_id, state, currency_code, subtotal, total, refunded_total, address, payment_token, create_time, update_time, expire_time)
        SELECT id::uuid, 'S-' || state, 'guest-a', state, 'EUR', 1000, 1000, refunded, '{}', 'tok_approved', now() - interval '1 day', now() - interval '1 day', NULL
        FROM (VALUES ('{{Confirmed}}', 2, 0), ('{{Cancelled}}', 5, 0), ('{{Refunded}}', 3, 500)) AS o (id, state, refunded);

        INSERT INTO order_line (order_id, sku, product_id, name, options, image_url, unit_price, quantity, refunded_quantity)
        SELECT order_id, 'MUG', 'p', 'A mug', '[]', '', 500, 2, refunded_total / 500 FROM orders;

        INSERT INTO refund (refund_id, order_id, lines, amount, reason, note, restock, create_time)
        VALUES ('{{TheRefund}}', '{{Refunded}}', '[{"sku": "MUG", "quantity": 1}]', 500, 1, '', true, now() - interval '1 day');

        INSERT INTO shipment (shipment_id, order_id, lines, carrier, tracking_number, ship_time, deliver_time)
        VALUES ('{{Arrived}}', '{{Refunded}}', '[{"sku": "MUG", "quantity": 1}]', '', '', now() - interval '1 day', now() - interval '1 day'),
               ('{{OnItsWay}}', '{{Refunded}}', '[{"sku": "MUG", "quantity": 1}]', '', '', now() - interval '1 day', NULL);

        INSERT INTO request (scope, caller, request_id, fingerprint, response)
        VALUES ('shop.order.v1.OrderService/PlaceOrder', 'guest-a', '{{ConfirmedRequest}}', '', '');
        """;

    private const string Accounts = $"""
        INSERT INTO account (user_id, email, normalized_email, email_verified, password_hash, security_stamp, concurrency_stamp, create_time, update_time)
        VALUES ('{Customer}', 'ada@mail.example', 'ADA@MAIL.EXAMPLE', true, 'x', 'x', 'x', now() - interval '1 day', now() - interval '1 day');

        INSERT INTO guest_upgrade (guest_id, user_id, create_time) VALUES ('guest-c', '{Customer}', now() - interval '1 day');

        INSERT INTO session (session_id, subject, refresh_hash, user_agent, network_address, create_time, refresh_time, expire_time)
        SELECT gen_random_uuid(), subject, '', '', '', now(), now(), now() + interval '1 day' FROM (VALUES ('{Customer}'), ('guest-a')) AS s (subject);

        INSERT INTO signing_key (key_id, public_key, private_key, create_time, sign_time)
        VALUES ('one', decode(repeat('01', 91), 'hex'), decode(repeat('02', 91), 'hex'), now() - interval '1 day', now() - interval '1 day');
        """;

    private const string Stock = $"""
        INSERT INTO movement (sku, location_id, kind, on_hand_delta, reserved_delta, order_id) VALUES
            ('MUG', 'main', 1, 20, 0, NULL),
            ('MUG', 'main', 2, 0, 2, '{Confirmed}'), ('MUG', 'main', 3, -2, -2, '{Confirmed}'),
            ('MUG', 'main', 2, 0, 2, '{Cancelled}'), ('MUG', 'main', 4, 0, -2, '{Cancelled}'),
            ('MUG', 'main', 2, 0, 2, '{Refunded}'), ('MUG', 'main', 3, -2, -2, '{Refunded}'), ('MUG', 'main', 6, 1, 0, '{Refunded}');

        INSERT INTO stock (sku, location_id, on_hand, reserved) VALUES ('MUG', 'main', 17, 0);

        INSERT INTO reservation (order_id, state, create_time, expire_time, update_time)
        SELECT id::uuid, state, now() - interval '1 day', now() - interval '1 day', now() - interval '1 day'
        FROM (VALUES ('{Confirmed}', 2), ('{Cancelled}', 3), ('{Refunded}', 2)) AS r (id, state);

        INSERT INTO reservation_line (order_id, sku, location_id, quantity) SELECT order_id, 'MUG', 'main', 2 FROM reservation;
        """;

    private const string Payments = $"""
        INSERT INTO payment (order_id, state, wanted, currency_code, amount, authorized, captured_total, refunded_total, create_time, update_time)
        SELECT id::uuid, state, 2, 'EUR', 1000, true, captured, refunded, now() - interval '1 day', now() - interval '1 day'
        FROM (VALUES ('{Confirmed}', 4, 1000, 0), ('{Cancelled}', 5, 0, 0), ('{Refunded}', 4, 1000, 500)) AS p (id, state, captured, refunded);

        INSERT INTO movement (order_id, kind, amount, refund_id, create_time)
        SELECT id::uuid, kind, amount, CASE kind WHEN 4 THEN gen_random_uuid() END, now() - interval '1 day'
        FROM (VALUES ('{Confirmed}', 1, 1000), ('{Confirmed}', 2, 1000), ('{Cancelled}', 1, 1000), ('{Cancelled}', 3, 1000),
                     ('{Refunded}', 1, 1000), ('{Refunded}', 2, 1000), ('{Refunded}', 4, 500)) AS m (id, kind, amount);
        """;

    private const string Charges = $"""
        INSERT INTO charge (charge_id, reference, payment_token, amount, currency, status, authorized, captured_total, refunded_total)
        SELECT 'ch_' || right(id, 1), id::uuid, 'tok_approved', 1000, 'EUR', status, true, captured, refunded
        FROM (VALUES ('{Confirmed}', 'captured', 1000, 0), ('{Cancelled}', 'voided', 0, 0), ('{Refunded}', 'captured', 1000, 500)) AS c (id, status, captured, refunded);

        INSERT INTO entry (charge_id, kind, amount, create_time)
        SELECT charge, kind, amount, now() - interval '1 day'
        FROM (VALUES ('ch_1', 'authorized', 1000), ('ch_1', 'captured', 1000), ('ch_2', 'authorized', 1000), ('ch_2', 'voided', 1000),
                     ('ch_3', 'authorized', 1000), ('ch_3', 'captured', 1000), ('ch_3', 'refunded', 500)) AS e (charge, kind, amount);
        """;
}
