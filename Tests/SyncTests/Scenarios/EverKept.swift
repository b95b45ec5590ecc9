import NIOCore
import TidelineCore
import TidelineService
import TidelineTestKit

extension Sea {
    /// All content that the server has, live, as history or in the trash.
    func everKept() async throws -> Set<String> {
        let (tenant, share) = (caller.tenantID, shareID)
        let manifests = try await store.read { reader in
            try reader.allShares(of: tenant).filter { $0.id.description == share }.flatMap { share in
                try reader.nodes(in: share.id, changedAfter: .start, limit: .max).flatMap { node in
                    try reader.versions(of: node.id).map { try reader.manifest(of: $0.id) }
                }
            }
        }
        var found: Set<String> = []
        for manifest in manifests {
            var bytes: [UInt8] = []
            for chunk in manifest {
                bytes += try await chunks.read(chunk.hash, tenant: tenant).readableBytesView
            }
            found.insert(String(decoding: bytes, as: UTF8.self))
        }
        return found
    }
}
