package import TidelineAPI
package import TidelineCore

/// Listing conflicts and settling open ones.
package struct Conflicts: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func list(
        _ caller: Caller, device: String?, share: String?, includeResolved: Bool, limit: Int, before: String?
    ) async throws -> [ConflictBody] { fatalError() }

    /// `version` is the merged content, for MANUAL.
    package func resolve(_ caller: Caller, id: String, resolution: ConflictResolution, version: String?) async throws
        -> ConflictBody
    { fatalError() }
}
