namespace Shop.Gateway;

/// <summary>Whether a request may be sent again when it is not known what became of it.</summary>
internal enum Repeatable
{
    /// <summary>Only when it was never sent: a stream.</summary>
    Never,

    /// <summary>When it carries a request_id.</summary>
    WithRequestId,

    /// <summary>It only reads.</summary>
    Always,
}
