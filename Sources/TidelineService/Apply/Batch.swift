import TidelineAPI
import TidelineCore

/// A batch whose form was checked: everything that its transaction needs but the store.
struct Batch: Sendable {
    let caller: Caller
    let deviceID: String
    let shareID: String
    let strategy: ConflictResolution?
    /// What the client had seen of the log.
    let baseCursor: Position?
    let isDryRun: Bool
    let isAtomic: Bool
    /// The client knows also what its device does not sync.
    let knowsWholeShare: Bool
    let now: Timestamp
    /// Nanoseconds that the client's clock is behind the server's.
    let skew: Int64
    var changes: [PreparedChange]

    init(_ caller: Caller, _ body: ApplyBody, now: Timestamp) throws {
        guard body.changes.count <= Limits.applyChangesMax else {
            throw ServiceError(
                .payloadTooLarge, "A batch may have at most \(Limits.applyChangesMax) changes (applyChangesMax).")
        }
        self.caller = caller
        self.now = now
        deviceID = body.deviceID
        shareID = body.shareID
        strategy = body.conflictResolution
        isDryRun = body.dryRun ?? false
        isAtomic = body.atomic ?? false
        knowsWholeShare = body.wholeShare ?? false
        baseCursor = try body.baseCursor.map { value in
            guard let position = Position(value) else {
                throw ServiceError(.syncCursorInvalid, "base_cursor is not a position of this log; take a snapshot.")
            }
            return position
        }
        skew = try body.clientTime.map { try Self.skew(of: $0, now) } ?? 0
        var first: [String: ProposedChangeBody] = [:]
        changes = body.changes.enumerated().map { index, body in
            // The same change once more is a retry, and answered as one.
            let isRepeat = body.clientChangeID.flatMap { first[$0] }.map { $0 != body } ?? false
            if let id = body.clientChangeID, first[id] == nil { first[id] = body }
            return PreparedChange(
                index: index, clientChangeID: body.clientChangeID, isRepeat: isRepeat,
                change: isRepeat
                    ? .failure(Self.repeatedID) : Result { try ParsedChange(body) }.mapError { $0.asServiceError })
        }
    }

    private static let repeatedID = ServiceError(
        .validationFailed, "client_change_id names another change of this batch; give each change one of its own.")

    private static func skew(of clientTime: String, _ now: Timestamp) throws -> Int64 {
        guard let time = Timestamp(rfc3339: clientTime) else {
            throw ServiceError.invalid(["body", "client_time"], "must be a time as 2026-04-23T08:15:30Z")
        }
        let (skew, overflow) = now.nanoseconds.subtractingReportingOverflow(time.nanoseconds)
        return overflow ? (now > time ? .max : .min) : skew
    }

    /// By the server's clock, and never in the future.
    func corrected(_ time: Timestamp?) -> Timestamp {
        min(now, time?.adding(nanoseconds: skew) ?? now)
    }
}

extension Error {
    /// For results of code that throws nothing else.
    fileprivate var asServiceError: ServiceError {
        guard let error = self as? ServiceError else { preconditionFailure("parsing throws only service errors") }
        return error
    }
}
