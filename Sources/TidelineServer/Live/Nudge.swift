import NIOCore
import TidelineCore
import TidelineService

/// A frame that tells a device to look at a share.
struct Nudge: Sendable {
    enum Kind: Hashable, Sendable {
        case change, preferences, forceSync
    }

    let kind: Kind
    let share: ShareID
    /// The frame's text, made once for all sockets.
    let text: ByteBuffer

    static func change(_ change: LoggedChange) -> Nudge {
        var text = ByteBuffer()
        text.reserveCapacity(change.wire.count + 80)
        text.writeString("{\"event_type\":\"change\",\"share_id\":\"\(change.shareID)\",\"data\":")
        text.writeBytes(change.wire)
        text.writeString("}")
        return Nudge(kind: .change, share: change.shareID, text: text)
    }

    static func preferences(share: ShareID, device: String) throws -> Nudge {
        let frame = DeviceFrame(eventType: "sync_preference_updated", shareID: share.description, deviceID: device)
        return Nudge(kind: .preferences, share: share, text: try encodeJSON(frame))
    }

    static func forceSync(share: ShareID) -> Nudge {
        Nudge(
            kind: .forceSync, share: share,
            text: ByteBuffer(string: "{\"event_type\":\"force_sync\",\"share_id\":\"\(share)\"}"))
    }

    private struct DeviceFrame: Encodable {
        let eventType: String
        let shareID: String
        let deviceID: String

        enum CodingKeys: String, CodingKey {
            case eventType = "event_type"
            case shareID = "share_id"
            case deviceID = "device_id"
        }
    }
}
