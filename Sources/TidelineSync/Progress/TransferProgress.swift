package import TidelineCore

/// What is known of work under way: events in, numbers out. Pure; the caller brings the time.
package struct TransferProgress: Sendable {
    package enum Stage: Hashable, Sendable {
        case idle
        case readingChanges(Int)
        case scanning
        case carrying
    }

    package struct Item: Hashable, Sendable {
        package let direction: TransferDirection
        package let path: String
    }

    package private(set) var stage = Stage.idle
    /// Of content that was carried since work began.
    package private(set) var done: Int64 = 0
    package private(set) var total: Int64 = 0
    package private(set) var filesDone = 0
    package private(set) var filesTotal = 0
    private var underWay: [Item: Int64] = [:]
    /// In the order in which they began.
    private var order: [Item] = []
    private var rate = SmoothedRate()

    package init() {}

    /// What began first of all that is under way.
    package var current: Item? { order.first }

    /// Bytes a second of late; nil while nobody can say.
    package var bytesPerSecond: Double? { rate.perSecond }

    /// nil while nobody can say.
    package var secondsLeft: Double? {
        guard let perSecond = bytesPerSecond, perSecond > 0, total > done else { return nil }
        return Double(total - done) / perSecond
    }

    /// From 0 to 100; 100 only when all is done.
    package var percent: Int {
        guard total > 0 else { return 0 }
        return done >= total ? 100 : min(99, Int(Double(done) / Double(total) * 100))
    }

    package mutating func take(_ event: SyncEvent, at now: Timestamp) {
        switch event {
        case .readingChanges(let count): if stage != .carrying { stage = .readingChanges(count) }
        case .scanning: if stage != .carrying { stage = .scanning }
        case .planned(let totals):
            total = done + totals.bytes
            filesTotal = filesDone + totals.files
            if totals.files > 0 { stage = .carrying }
        case .started(let direction, let path, _):
            let item = Item(direction: direction, path: path)
            if underWay.updateValue(0, forKey: item) == nil { order.append(item) }
        case .advanced(let direction, let path, let bytes):
            underWay[Item(direction: direction, path: path), default: 0] += bytes
            done += bytes
            rate.add(bytes, at: now)
        case .ended(let direction, let path, let isWhole): end(Item(direction: direction, path: path), isWhole)
        case .passEnded: self = TransferProgress()
        }
    }

    /// What was left for later counts as not done: it is planned again.
    private mutating func end(_ item: Item, _ isWhole: Bool) {
        let carried = underWay.removeValue(forKey: item) ?? 0
        order.removeAll { $0 == item }
        if isWhole { filesDone += 1 } else { done -= carried }
    }
}

/// Bytes a second, weighing what is late more: after ``halfLifeSeconds`` a measurement counts half.
struct SmoothedRate: Sendable {
    private var average: Double?
    private var since: Timestamp?
    private var pending: Int64 = 0

    var perSecond: Double? { average }

    mutating func add(_ bytes: Int64, at now: Timestamp) {
        guard let start = since, start <= now else {
            since = now
            pending = bytes
            return
        }
        pending += bytes
        let seconds = Double(now.nanoseconds - start.nanoseconds) / 1e9
        guard seconds >= Self.measureSeconds else { return }
        let measured = Double(pending) / seconds
        let weight = exp2Negative(seconds / Self.halfLifeSeconds)
        average = average.map { $0 * weight + measured * (1 - weight) } ?? measured
        since = now
        pending = 0
    }

    private static let measureSeconds = 0.25
    private static let halfLifeSeconds = 3.0
}

/// 2 to the power of -x, near enough for a weight: halves for whole steps, straight between them.
private func exp2Negative(_ x: Double) -> Double {
    let whole = min(x.rounded(.down), 60)
    return (1 - min(x - whole, 1) / 2) / Double(UInt64(1) << UInt64(whole))
}
