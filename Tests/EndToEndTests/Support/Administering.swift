import Foundation
import Testing

extension Harness {
    /// `tideline admin`, which must succeed; answers its JSON.
    @discardableResult
    func admin(_ arguments: String..., location: SourceLocation = #_sourceLocation) async throws -> [String: Any] {
        let ended = try await runAdmin(arguments)
        try #require(ended.status == 0, "\(arguments): \(ended.complaint)", sourceLocation: location)
        return try ended.json
    }

    /// However it ends.
    func runAdmin(_ arguments: [String]) async throws -> Ended {
        try await workshop.launch([Workshop.tideline, "admin"] + arguments + ["--json"]).end()
    }
}
