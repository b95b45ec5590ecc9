import Glibc
import TidelineSync

extension LocalEntry {
    init(name: String?, readableName: String, _ look: Look, isMount: Bool) {
        self.init(
            name: name, readableName: readableName, kind: look.kind, fingerprint: look.fingerprint, isMount: isMount)
    }
}

extension Descriptor {
    /// What vanishes while the folder is read is left out; any failed look fails the whole list, so that an error never
    /// looks like a delete.
    func entries() throws -> [LocalEntry] {
        var entries: [LocalEntry] = []
        try forEachName { name, _ in
            // On mounted disks too, and where one was mounted once.
            if strcmp(name, LocalPath.ownFolder) == 0 { return }
            guard let look = try Look(number, name) else { return }
            let isMount = try isMounted(look)
            if let text = String(validatingCString: name) {
                entries.append(LocalEntry(name: text, readableName: text, look, isMount: isMount))
            } else {
                entries.append(LocalEntry(name: nil, readableName: String(cString: name), look, isMount: isMount))
            }
        }
        return entries
    }

    /// Whether a thing of this folder is the top of something mounted there.
    func isMounted(_ child: Look) throws(SystemError) -> Bool {
        guard child.kind == .folder else { return false }
        if let isMountRoot = child.isMountRoot { return isMountRoot }
        return try child.identity.device != look().identity.device
    }
}
