import Foundation
import NIOCore
import NIOFoundationCompat

/// What a device's socket tells. Events are nudges: the log is the truth.
public enum LiveEvent: Sendable, Hashable {
    /// Connected anew: whatever happened before was not told, so ask the log.
    case connected
    /// Something changed in the share.
    case change(shareID: String)
    /// Someone wants the share to be synced from a snapshot.
    case forceSync(shareID: String)
    case preferencesUpdated(shareID: String)
    /// The connection ended: with the code of a close frame, or without one.
    case closed(code: Int?)
}

extension LiveEvent {
    /// nil for frames that tell nothing, are malformed or of a newer server.
    init?(frame: ByteBuffer) {
        struct Frame: Decodable {
            var eventType: String?
            var shareID: String?

            enum CodingKeys: String, CodingKey {
                case eventType = "event_type"
                case shareID = "share_id"
            }
        }
        guard let frame = try? JSONDecoder().decode(Frame.self, from: frame), let shareID = frame.shareID else {
            return nil
        }
        switch frame.eventType {
        case "change": self = .change(shareID: shareID)
        case "force_sync": self = .forceSync(shareID: shareID)
        case "sync_preference_updated": self = .preferencesUpdated(shareID: shareID)
        default: return nil
        }
    }
}

/// What a close code of the server means for coming back.
enum CloseMeaning: Hashable, Sendable {
    /// Connect again after a pause.
    case again
    /// The token is not, or no longer, good.
    case tokenRefused
    /// The device was removed or switched off: coming back is no use.
    case final

    init(code: Int?) {
        switch code {
        case 4401: self = .tokenRefused
        case 4403, 4404: self = .final
        default: self = .again
        }
    }
}
