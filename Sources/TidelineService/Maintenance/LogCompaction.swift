import Logging
import TidelineCore

/// Removes rows that are older than the log is to be kept and that every active device has passed, then tells the devices
/// that this leaves behind to start over.
struct LogCompaction: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    func run() async throws {
        for tenant in try await context.store.read({ try $0.tenants() }) { try await compact(tenant.id) }
    }

    private func compact(_ tenant: TenantID) async throws {
        let now = context.clock.now()
        let rules = DeviceActivity(now: now, keptSeconds: context.retention.logSeconds)
        let (before, horizon) = try await context.store.read { reader in
            (try reader.log(of: tenant), try rules.horizon(of: tenant, reader))
        }
        let cutoff = now.adding(seconds: -context.retention.logSeconds)
        var removed = 0
        while true {
            let count = try await context.store.write { writer in
                try writer.compactLog(
                    of: tenant, upTo: horizon, before: cutoff, limit: Limits.compactedRowsPerWrite)
            }
            removed += count
            guard count == Limits.compactedRowsPerWrite else { break }
            try Task.checkCancellation()
        }
        guard removed > 0 else { return }
        context.logger.info("compacted the log", metadata: ["tenant": "\(tenant)", "rows": "\(removed)"])
        try await context.events.publish(context.store.read { try Self.leftBehind(tenant, since: before, $0) })
    }

    /// One for each cursor that the log no longer accepts.
    private static func leftBehind(_ tenant: TenantID, since before: LogState, _ reader: any MetadataReader) throws
        -> [LiveEvent]
    {
        let log = try reader.log(of: tenant)
        let devices = try reader.users(in: tenant).flatMap { try reader.devices(of: $0.id) }
        return try devices.flatMap { device in
            let passed = try reader.cursors(of: device.deviceID, user: device.userID)
                .filter { before.accepts($0.position) && !log.accepts($0.position) }
            return try reader.followed(passed)
                .map { LiveEvent.forceSync(tenant: tenant, share: $0.shareID, only: device.reference) }
        }
    }
}

/// Which cursors hold rows of the log: those of devices that are at work, in shares that they follow.
struct DeviceActivity {
    /// A device that was not seen since then holds nothing.
    private let seenSince: Timestamp
    /// Nor does a cursor that did not move since then, whatever else its device does.
    private let movedSince: Timestamp

    init(now: Timestamp, keptSeconds: Int) {
        seenSince = now.adding(seconds: -keptSeconds)
        movedSince = now.adding(seconds: -max(keptSeconds, Limits.idleCursorSeconds))
    }

    /// Rows after it are still needed; the head when nobody needs any.
    func horizon(of tenant: TenantID, _ reader: any MetadataReader) throws -> Position {
        let log = try reader.log(of: tenant)
        var horizon = log.head
        for user in try reader.users(in: tenant) where user.status == .active {
            for device in try reader.devices(of: user.id) where device.isActive {
                for cursor in try held(by: device, reader) where log.accepts(cursor.position) {
                    horizon = min(horizon, cursor.position)
                }
            }
        }
        return horizon
    }

    private func held(by device: Device, _ reader: any MetadataReader) throws -> [DeviceCursor] {
        let cursors = try reader.cursors(of: device.deviceID, user: device.userID)
        let advances = cursors.compactMap(\.lastSyncAt)
        guard
            ([device.createdAt, device.lastSeenAt].compactMap(\.self) + advances).contains(where: { $0 >= seenSince })
        else { return [] }
        return try reader.followed(cursors).filter { ($0.lastSyncAt ?? device.createdAt) >= movedSince }
    }
}

extension MetadataReader {
    /// Those in shares that their user may READ and their device syncs.
    func followed(_ cursors: [DeviceCursor]) throws -> [DeviceCursor] {
        try cursors.filter { cursor in
            try member(cursor.userID, of: cursor.shareID) != nil && share(cursor.shareID)?.deletedAt == nil
                && preference(of: cursor.deviceID, user: cursor.userID, share: cursor.shareID)?.isEnabled != false
        }
    }
}
