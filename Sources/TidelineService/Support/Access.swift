import TidelineCore

/// A share that the caller may READ, and as what.
struct ShareAccess {
    let share: Share
    let role: Role

    func require(_ permission: Permission) throws {
        guard role.grants(permission) else {
            throw ServiceError(.permissionDenied, "Your role \(role.rawValue) in this share does not allow that.")
        }
    }
}

extension MetadataReader {
    /// `UNAUTHENTICATED` when the caller is gone or suspended: for what goes on after a request was let in.
    func requireActive(_ caller: Caller) throws {
        guard let user = try user(caller.userID), user.tenantID == caller.tenantID, user.status == .active else {
            throw ServiceError(.unauthenticated, "This token is not valid any more; log in again.")
        }
    }

    /// `NOT_FOUND` for whatever the caller may not know of.
    func access(_ caller: Caller, share text: String) throws -> ShareAccess {
        guard let id = ShareID(text) else { throw ServiceError.notFound("The share") }
        return try access(caller, share: id)
    }

    func access(_ caller: Caller, share id: ShareID) throws -> ShareAccess {
        guard let share = try share(id), share.tenantID == caller.tenantID, share.deletedAt == nil,
            let member = try member(caller.userID, of: id)
        else { throw ServiceError.notFound("The share") }
        return ShareAccess(share: share, role: member.role)
    }

    func knownDevice(_ id: String, of caller: Caller) throws -> Device {
        guard let device = try device(id, of: caller.userID), device.removedAt == nil else {
            throw ServiceError.notFound("The device")
        }
        return device
    }

    func activeDevice(_ id: String, of caller: Caller) throws -> Device {
        let device = try knownDevice(id, of: caller)
        guard device.isActive else {
            throw ServiceError(.deviceInactive, "This device is switched off; switch it on again to go on.")
        }
        return device
    }

    /// What the caller may read of the log: all shares, and those where rows about other members show as well.
    func visibleShares(_ caller: Caller) throws -> (readable: Set<ShareID>, administered: Set<ShareID>) {
        let all = try shares(of: caller.userID)
        return (
            Set(all.map(\.share.id)), Set(all.filter { $0.role.grants(.managePermissions) }.map(\.share.id))
        )
    }
}

extension MetadataWriter {
    /// Remembers that the device is at work, along with what it does: not each time, so that it costs next to nothing.
    func markSeen(_ device: Device, at now: Timestamp) throws {
        guard device.lastSeenAt.map({ $0.adding(seconds: Limits.deviceSeenSeconds) <= now }) ?? true else { return }
        var device = device
        device.lastSeenAt = now
        try put(device)
    }
}

extension Device {
    var reference: DeviceReference { DeviceReference(userID: userID, deviceID: deviceID) }
}

extension Caller {
    func requireTenantAdmin() throws {
        guard isTenantAdmin else {
            throw ServiceError(.permissionDenied, "Only an administrator of the tenant may do that.")
        }
    }
}
