package import TidelineAPI
package import TidelineCore

/// A user's devices.
package struct Devices: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// `isNew` decides between 201 and 200. A removed device is revived.
    package func register(_ caller: Caller, _ body: NewDeviceBody) async throws -> (device: DeviceBody, isNew: Bool) {
        guard (1...Limits.deviceIDCharactersMax).contains(body.deviceID.unicodeScalars.count) else {
            throw ServiceError.invalid(
                ["body", "device_id"],
                "must have 1 to \(Limits.deviceIDCharactersMax) characters (deviceIDCharactersMax)")
        }
        guard let platform = DevicePlatform(rawValue: body.platform) else {
            let known = DevicePlatform.allCases.map(\.rawValue).joined(separator: ", ")
            throw ServiceError.invalid(["body", "platform"], "must be one of \(known)")
        }
        let version = try checkVersion(body.clientVersion)
        let name = try checkName(body.deviceName)
        let now = context.clock.now()
        let (device, isNew) = try await context.store.write { writer in
            let known = try writer.device(body.deviceID, of: caller.userID)
            let isNew = known.map { $0.removedAt != nil } ?? true
            if isNew { try refuseTooMany(writer, caller) }
            let device = Device(
                userID: caller.userID, deviceID: body.deviceID, name: name, platform: platform, clientVersion: version,
                isActive: isNew || known?.isActive ?? true, lastSeenAt: known?.lastSeenAt,
                createdAt: known?.createdAt ?? now)
            try writer.put(device)
            return (device, isNew)
        }
        return (DeviceBody(device), isNew)
    }

    package func list(_ caller: Caller) async throws -> [DeviceBody] {
        try await context.store.read { try $0.devices(of: caller.userID) }.map { DeviceBody($0) }
    }

    package func update(_ caller: Caller, id: String, _ body: DevicePatchBody) async throws -> DeviceBody {
        let name = try body.deviceName.map { try checkName($0) }
        let device = try await context.store.write { writer in
            var device = try writer.knownDevice(id, of: caller)
            if let name { device.name = name }
            if let isActive = body.isActive { device.isActive = isActive }
            try writer.put(device)
            return device
        }
        if !device.isActive {
            context.events.publish([.deviceDeactivated(user: caller.userID, device: id)])
        }
        return DeviceBody(device)
    }

    package func remove(_ caller: Caller, id: String) async throws {
        let now = context.clock.now()
        try await context.store.write { writer in
            var device = try writer.knownDevice(id, of: caller)
            device.removedAt = now
            try writer.put(device)
            try writer.removeCursors(of: id, user: caller.userID)
            try writer.removePreferences(of: id, user: caller.userID)
        }
        context.events.publish([.deviceRemoved(user: caller.userID, device: id)])
    }

    package func heartbeat(_ caller: Caller, id: String) async throws {
        let now = context.clock.now()
        try await context.store.write { writer in
            var device = try writer.knownDevice(id, of: caller)
            device.lastSeenAt = now
            try writer.put(device)
        }
    }

    /// For a socket that opens: `NOT_FOUND` or `DEVICE_INACTIVE` when it may not.
    package func connect(_ caller: Caller, id: String) async throws {
        _ = try await context.store.read { try $0.activeDevice(id, of: caller) }
    }

    /// Shares that the device follows from where the log cannot go on: it has to start over with a snapshot of each.
    package func staleShares(_ caller: Caller, id: String) async throws -> [ShareID] {
        try await context.store.read { reader in
            let log = try reader.log(of: caller.tenantID)
            let cursors = try reader.cursors(of: id, user: caller.userID).filter { !log.accepts($0.position) }
            return try reader.followed(cursors).map(\.shareID)
        }
    }

    /// What a device's socket may hear of.
    package struct Earshot: Sendable {
        package var readable: Set<ShareID> = []
        /// Rows about other members too.
        package var administered: Set<ShareID> = []
        /// Shares of which the device syncs only parts, or nothing.
        package var restricted: Set<ShareID> = []

        package init() {}
    }

    package func earshot(_ caller: Caller, id: String) async throws -> Earshot {
        try await context.store.read { reader in
            try reader.requireActive(caller)
            _ = try reader.activeDevice(id, of: caller)
            var earshot = Earshot()
            (earshot.readable, earshot.administered) = try reader.visibleShares(caller)
            let chosen = try reader.preferences(of: id, user: caller.userID)
            earshot.restricted = Set(chosen.filter { !$0.isWhole }.map(\.shareID))
            return earshot
        }
    }

    private func checkName(_ name: String) throws -> String {
        try checkText(name, "device_name", bytesMax: Limits.deviceNameBytesMax, limit: "deviceNameBytesMax")
    }

    private func checkVersion(_ version: String) throws -> String {
        guard version.utf8.count <= Limits.clientVersionBytesMax, isSemanticVersion(version) else {
            throw ServiceError.invalid(
                ["body", "client_version"],
                "must be a semantic version such as 1.2.3, of at most \(Limits.clientVersionBytesMax) bytes "
                    + "(clientVersionBytesMax)")
        }
        return version
    }

    private func refuseTooMany(_ reader: any MetadataReader, _ caller: Caller) throws {
        guard try reader.devices(of: caller.userID).count < Limits.devicesPerUserMax else {
            throw ServiceError.invalid(
                ["body", "device_id"],
                "you have \(Limits.devicesPerUserMax) devices (devicesPerUserMax); remove one first")
        }
    }
}
