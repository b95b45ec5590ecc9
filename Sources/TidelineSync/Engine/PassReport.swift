package import TidelineCore

/// What one pass did.
package struct PassReport: Sendable {
    package var uploaded = 0
    package var downloaded = 0
    package var moved = 0
    package var deleted = 0
    package var conflicts: [ReportedConflict] = []
    package var skipped: [SkippedPath] = []
    /// What a person may want to know and need not mend.
    package var notes: [SkippedPath] = []
    package var bytesSent: Int64 = 0
    package var bytesReceived: Int64 = 0
    package var cursor: Position?
    /// Work is left that the next pass may be able to do: something changed while it was looked at.
    package var isUnfinished = false
    /// A long transfer made way; the next pass goes on with it.
    package var isPaused = false

    package init() {}
}

package struct ReportedConflict: Hashable, Sendable {
    package let path: String
    package let type: ConflictType
    /// Where this device's content went, when it became a copy.
    package let copyPath: String?

    package init(path: String, type: ConflictType, copyPath: String?) {
        self.path = path
        self.type = type
        self.copyPath = copyPath
    }
}

/// The folder looks wrong in a way that could cost data, so nothing was done.
package enum Halt: Error, Hashable, Sendable {
    case rootMissing
    /// The folder was synced before and its marker is gone: another disk, or an emptied one.
    case markerMissing
    case markerForeign
    /// More deletes than allowed, on this side or the other.
    case massDelete(count: Int, of: Int, locally: Bool)
}

/// How many deletes one pass may carry out unasked.
package struct DeleteAllowance: Hashable, Sendable {
    package var countMax: Int
    package var percentMax: Int

    package static let standard = DeleteAllowance(countMax: Limits.deletesMax, percentMax: 50)
    package static let unlimited = DeleteAllowance(countMax: .max, percentMax: 100)

    package init(countMax: Int, percentMax: Int) {
        self.countMax = countMax
        self.percentMax = percentMax
    }

    package func allows(_ count: Int, of total: Int) -> Bool {
        count <= Limits.deletesAlwaysAllowed || (count <= countMax && count * 100 <= total * percentMax)
    }
}
