using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Standins.Tests.References;

/// <summary>What the metadata of one assembly names of another: its types and their members, as tokens that the runtime can resolve.</summary>
internal sealed class LeafReferences : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly string _leaf;

    public LeafReferences(Assembly assembly, string leaf)
    {
        _file = new PEReader(File.OpenRead(assembly.Location));
        _metadata = _file.GetMetadataReader();
        _leaf = leaf;
    }

    public AssemblyName Identity => _metadata.AssemblyReferences
        .Select(handle => _metadata.GetAssemblyReference(handle).GetAssemblyName())
        .Single(name => name.Name == _leaf);

    public IEnumerable<(int Token, string Name)> Types => _metadata.TypeReferences
        .Where(IsLeaf)
        .Select(handle => (MetadataTokens.GetToken(handle), Name(handle)));

    public IEnumerable<(int Token, string Name)> Members =>
        from handle in _metadata.MemberReferences
        let member = _metadata.GetMemberReference(handle)
        let type = TypeOf(member.Parent)
        where IsLeaf(type)
        select (MetadataTokens.GetToken(handle), $"{Name(type)}.{_metadata.GetString(member.Name)}");

    public void Dispose() => _file.Dispose();

    private TypeReferenceHandle TypeOf(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)parent,
        HandleKind.TypeSpecification => GenericTypeOf((TypeSpecificationHandle)parent),
        _ => default,
    };

    // A generic instance is: GENERICINST, CLASS or VALUETYPE, the generic type, its arguments.
    private TypeReferenceHandle GenericTypeOf(TypeSpecificationHandle specification)
    {
        var signature = _metadata.GetBlobReader(_metadata.GetTypeSpecification(specification).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return default;
        signature.ReadCompressedInteger();
        var type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : default;
    }

    private bool IsLeaf(TypeReferenceHandle handle)
    {
        if (handle.IsNil) return false;
        var scope = _metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => _metadata.StringComparer.Equals(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, _leaf),
            HandleKind.TypeReference => IsLeaf((TypeReferenceHandle)scope),
            _ => false,
        };
    }

    private string Name(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Name((TypeReferenceHandle)type.ResolutionScope)}+{_metadata.GetString(type.Name)}"
            : $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }
}
