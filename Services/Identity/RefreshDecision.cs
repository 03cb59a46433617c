namespace Shop.Identity;

/// <summary>What becomes of a call with a refresh token that was once given out.</summary>
internal enum RefreshDecision
{
    /// <summary>It is the valid one: the next one takes its place.</summary>
    Rotate,

    /// <summary>The same request again, whose answer was lost: the same answer.</summary>
    Repeat,

    /// <summary>Another call with it was faster by seconds, as of two tabs: nothing is given, nothing ends.</summary>
    Superseded,

    /// <summary>It was used before. Either who comes now or who came then has no right to it: the session ends.</summary>
    Reused,

    /// <summary>The session is over.</summary>
    Expired,
}
