import CTidelineOS
import Glibc
import TidelineSync

/// What one look at a thing on the disk tells.
struct Look {
    private let raw: tideline_look

    /// nil when nothing is there.
    init?(_ descriptor: Int32, _ name: UnsafePointer<CChar>) throws(SystemError) {
        var raw = tideline_look()
        let code = tideline_look_at(descriptor, name, &raw)
        if code == ENOENT { return nil }
        try SystemError.check(code)
        self.raw = raw
    }

    var identity: Identity { Identity(device: raw.device, inode: raw.inode) }
    /// nil when the system does not tell.
    var isMountRoot: Bool? { raw.mount_root < 0 ? nil : raw.mount_root != 0 }
    var modified: Int64 { raw.modified }
    var permissions: mode_t { raw.mode & 0o777 }

    var isLink: Bool { raw.mode & S_IFMT == S_IFLNK }

    var isFileOrLink: Bool { kind == .file || isLink }

    /// Without the target of a link.
    var kind: LocalKind {
        switch raw.mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link("")
        case S_IFSOCK: .other("socket")
        case S_IFIFO: .other("pipe")
        case S_IFCHR, S_IFBLK: .other("device")
        default: .other("unknown kind")
        }
    }

    var fingerprint: Fingerprint {
        Fingerprint(
            inode: raw.inode, birth: raw.birth, size: raw.size, modified: raw.modified, changed: raw.changed,
            executable: kind == .file && raw.mode & S_IXUSR != 0, isLink: isLink)
    }
}

/// Names a thing among all that the machine has mounted now.
struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
}
