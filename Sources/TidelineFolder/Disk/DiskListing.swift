import Glibc
import TidelineSync

extension LocalEntry {
    init(name: String?, readableName: String, _ look: Look) {
        self.init(name: name, readableName: readableName, kind: look.kind, fingerprint: look.fingerprint)
    }
}

extension Descriptor {
    /// What vanishes while the folder is read is left out; any failed look fails the whole list, so that an error never
    /// looks like a delete.
    func entries(hidingOwn: Bool) throws -> [LocalEntry] {
        var entries: [LocalEntry] = []
        try forEachName { name, _ in
            if hidingOwn && strcmp(name, LocalPath.ownFolder) == 0 { return }
            guard let look = try Look(number, name) else { return }
            if let text = String(validatingCString: name) {
                entries.append(LocalEntry(name: text, readableName: text, look))
            } else {
                entries.append(LocalEntry(name: nil, readableName: String(cString: name), look))
            }
        }
        return entries
    }
}
