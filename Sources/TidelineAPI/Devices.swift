public import TidelineCore

/// A registered device.
public struct DeviceBody: Codable, Sendable, Hashable {
    public var deviceID: String
    public var deviceName: String
    public var platform: DevicePlatform
    public var clientVersion: String
    public var isActive: Bool
    @OrNull public var lastSeenAt: String?
    public var createdAt: String
    public var userID: String

    public init(
        deviceID: String, deviceName: String, platform: DevicePlatform, clientVersion: String, isActive: Bool,
        lastSeenAt: String? = nil, createdAt: String, userID: String
    ) {
        self.deviceID = deviceID
        self.deviceName = deviceName
        self.platform = platform
        self.clientVersion = clientVersion
        self.isActive = isActive
        self.lastSeenAt = lastSeenAt
        self.createdAt = createdAt
        self.userID = userID
    }

    enum CodingKeys: String, CodingKey {
        case deviceID = "device_id"
        case deviceName = "device_name"
        case platform
        case clientVersion = "client_version"
        case isActive = "is_active"
        case lastSeenAt = "last_seen_at"
        case createdAt = "created_at"
        case userID = "user_id"
    }
}

/// `POST devices`. `platform` is checked by the server, so it stays text here.
public struct NewDeviceBody: Codable, Sendable, Hashable {
    public var deviceID: String
    public var deviceName: String
    public var platform: String
    public var clientVersion: String

    public init(deviceID: String, deviceName: String, platform: String, clientVersion: String) {
        self.deviceID = deviceID
        self.deviceName = deviceName
        self.platform = platform
        self.clientVersion = clientVersion
    }

    enum CodingKeys: String, CodingKey {
        case deviceID = "device_id"
        case deviceName = "device_name"
        case platform
        case clientVersion = "client_version"
    }
}

/// `PATCH devices/{id}`.
public struct DevicePatchBody: Codable, Sendable, Hashable {
    public var deviceName: String?
    public var isActive: Bool?

    public init(deviceName: String? = nil, isActive: Bool? = nil) {
        self.deviceName = deviceName
        self.isActive = isActive
    }

    enum CodingKeys: String, CodingKey {
        case deviceName = "device_name"
        case isActive = "is_active"
    }
}
