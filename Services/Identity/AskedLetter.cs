using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>A letter that was asked for: which, where to, and about which account, where the address alone does not say it.</summary>
internal sealed record AskedLetter(Guid LetterId, LetterKind Kind, string Email, Guid? UserId);
