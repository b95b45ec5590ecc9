package import TidelineCore

/// A share of a server with its past, as a rollback needs it. What fails throws ``RemoteError``.
package protocol PastShare: Sendable {
    /// The tree, and the position from which the log goes on.
    func tree() async throws -> (nodes: [RemoteNode], cursor: Position)
    /// Calls `receive` with rows in the order of the log, from where it begins to its end.
    ///
    /// - Returns: nil when the log begins with the share; else the time of the first thing that it still tells.
    func log(_ receive: ([HistoryRow]) throws -> Void) async throws -> Timestamp?
    /// When the thing was made.
    func birth(of id: NodeID) async throws -> Timestamp
    /// The newest version of a file that is not younger than the time; nil when there is none.
    func version(of file: NodeID, at time: Timestamp) async throws -> RemoteFile?
    /// Out of the trash, with the folders above. Throws `GONE` when it is purged, `NAME_CONFLICT` when the name is taken.
    /// What is not in the trash any more stays as it is.
    ///
    /// - Parameter name: instead of its own.
    func bringBack(_ id: NodeID, as name: NodeName?) async throws
    /// All of it or nothing: at most ``Limits/pushBatchChanges`` steps. False when others changed something meanwhile.
    func carryOut(_ steps: [Rollback.Step], seen cursor: Position) async throws -> Bool
    /// Makes the version's content count again. False when the file is in the trash by now.
    func restore(_ file: NodeID, version: VersionID) async throws -> Bool
}
