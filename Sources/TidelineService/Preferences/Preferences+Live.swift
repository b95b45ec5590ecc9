package import TidelineCore

// Who hears of what, for sockets of devices that sync only parts.

extension Preferences {
    /// An event of a share, and devices that may have to hear of it.
    package struct Question: Sendable {
        package let share: ShareID
        /// nil: of anything in the share.
        package let row: LoggedChange?
        package let devices: [DeviceReference]

        package init(share: ShareID, row: LoggedChange?, devices: [DeviceReference]) {
            self.share = share
            self.row = row
            self.devices = devices
        }
    }

    package enum Hearing: Sendable {
        case nothing, event
        /// The row, and that the share must be read anew: it brings in folders that the device never heard of.
        case eventAndForceSync
    }

    /// For each question an answer per device, by the preferences and the tree of now.
    package func hearings(_ questions: [Question]) async throws -> [[Hearing]] {
        try await context.store.read { reader in
            let desk = HearingDesk(reader)
            return try questions.map { question in
                try question.devices.map { try desk.hearing(of: question, by: $0) }
            }
        }
    }
}

/// Answers within one transaction; each choice is looked up once.
private final class HearingDesk {
    private struct Key: Hashable {
        let device: DeviceReference
        let share: ShareID
    }

    private let reader: any MetadataReader
    private let parents: FolderParents
    private var filters: [Key: FolderFilter?] = [:]

    init(_ reader: any MetadataReader) {
        self.reader = reader
        parents = FolderParents(reader)
    }

    func hearing(of question: Preferences.Question, by device: DeviceReference) throws -> Preferences.Hearing {
        guard let filter = try filter(device, question.share) else { return .event }
        guard filter.isEnabled else { return .nothing }
        guard let subject = question.row.flatMap({ RowSubject($0) }) else { return .event }
        guard try filter.shows(subject) else { return .nothing }
        return try filter.bringsUnheard(subject) ? .eventAndForceSync : .event
    }

    private func filter(_ device: DeviceReference, _ share: ShareID) throws -> FolderFilter? {
        let key = Key(device: device, share: share)
        if let known = filters[key] { return known }
        let preference = try reader.preference(of: device.deviceID, user: device.userID, share: share)
        let filter = preference.map { FolderFilter($0, parents) }
        filters[key] = .some(filter)
        return filter
    }
}
