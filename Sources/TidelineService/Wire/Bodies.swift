import TidelineAPI
import TidelineCore

extension UserBody {
    init(_ user: User) {
        self.init(
            id: user.id.description, tenantID: user.tenantID.description, name: user.name, email: user.email,
            isAdmin: user.isAdmin, status: user.status, createdAt: user.createdAt.rfc3339)
    }
}

extension ShareBody {
    init(_ share: Share, role: Role) {
        self.init(
            id: share.id.description, name: share.name, type: "team", role: role, ownerID: share.ownerID.description,
            quotaBytes: share.quotaBytes, usedBytes: share.usedBytes, createdAt: share.createdAt.rfc3339)
    }
}

extension MemberBody {
    init(_ member: Member, _ user: User) {
        self.init(
            userID: user.id.description, email: user.email, name: user.name, role: member.role,
            createdAt: member.createdAt.rfc3339)
    }
}

extension DeviceBody {
    init(_ device: Device) {
        self.init(
            deviceID: device.deviceID, deviceName: device.name, platform: device.platform,
            clientVersion: device.clientVersion, isActive: device.isActive, lastSeenAt: device.lastSeenAt?.rfc3339,
            createdAt: device.createdAt.rfc3339, userID: device.userID.description)
    }
}

extension ConflictBody {
    init(_ conflict: Conflict) {
        self.init(
            id: conflict.id.description, shareID: conflict.shareID.description, deviceID: conflict.deviceID,
            resourceType: conflict.nodeID.kind.resourceType, resourceID: conflict.nodeID.description,
            path: conflict.path, conflictType: conflict.type, baseVersionID: conflict.baseVersionID?.description,
            localVersionID: conflict.localVersionID?.description,
            serverVersionID: conflict.serverVersionID?.description, status: conflict.status,
            resolution: conflict.resolution, resolvedBy: conflict.resolvedBy?.description,
            resolvedAt: conflict.resolvedAt?.rfc3339, createdAt: conflict.createdAt.rfc3339)
        copyID = conflict.copyID?.description
    }

    /// With where the conflicted copy is today, unless it is in the trash or gone.
    init(_ conflict: Conflict, _ reader: any MetadataReader, _ folders: inout FolderPaths) throws {
        self.init(conflict)
        guard let copy = try conflict.copyID.flatMap({ try reader.node($0) }), copy.trashedAt == nil,
            let folder = try folders.info(copy.place.parent, in: reader), folder.removedAt == nil
        else { return }
        copyPath = folder.path(of: copy.place.name)
    }
}
