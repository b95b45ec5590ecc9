import Glibc
import TidelineCore
import TidelineSync

extension LocalEntry {
    init(name: String?, readableName: String, _ look: Look, kind: LocalKind? = nil, isMount: Bool) {
        self.init(
            name: name, readableName: readableName, kind: kind ?? look.kind, fingerprint: look.fingerprint,
            isMount: isMount)
    }
}

extension Descriptor {
    /// What vanishes while the folder is read is left out; any failed look fails the whole list, so that an error never
    /// looks like a delete.
    func entries(hidingOwn: Bool) throws -> [LocalEntry] {
        var entries: [LocalEntry] = []
        try forEachName { name, _ in
            if hidingOwn, strcmp(name, LocalPath.ownFolder) == 0 { return }
            guard let look = try Look(number, name) else { return }
            guard let kind = try kind(of: look, name) else { return }
            let isMount = try isMounted(look)
            let text = String(validatingCString: name)
            entries.append(
                LocalEntry(
                    name: text, readableName: text ?? String(cString: name), look, kind: kind, isMount: isMount))
        }
        return entries
    }

    /// With the target of a link; nil when that went away meanwhile.
    func kind(of look: Look, _ name: UnsafePointer<CChar>) throws(SystemError) -> LocalKind? {
        guard look.isLink else { return look.kind }
        do {
            let target = try readLink(name)
            guard target.count <= Limits.linkTargetBytesMax else { return .other("symbolic link with a long target") }
            guard let text = String(validating: target, as: UTF8.self) else {
                return .other("symbolic link whose target is not UTF-8")
            }
            return .link(text)
        } catch {
            // No link any more.
            if error.code == ENOENT || error.code == EINVAL { return nil }
            throw error
        }
    }

    /// Whether a thing of this folder is the top of something mounted there.
    func isMounted(_ child: Look) throws(SystemError) -> Bool {
        guard child.kind == .folder else { return false }
        if let isMountRoot = child.isMountRoot { return isMountRoot }
        return try child.identity.device != look().identity.device
    }
}
