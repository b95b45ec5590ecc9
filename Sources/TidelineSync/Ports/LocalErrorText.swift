extension Error {
    /// For people: what is wrong with a path and what to do.
    var explanation: String { (self as? LocalError)?.explanation ?? "\(self)" }
}

extension LocalError {
    package var explanation: String {
        switch self {
        case .rootMissing: "the folder is not there"
        case .notFound: "it went away while it was looked at"
        case .exists: "something unsynced stands in its place"
        case .changed: "it changed meanwhile; it is tried again"
        case .permissionDenied: "permission denied; check its owner and mode"
        case .diskFull: "the disk is full; free some space"
        case .nameImpossible: "this file system cannot have its name"
        case .linkLeadsOut: "it is a symbolic link that leads out of the folder, or might; such links are not made here"
        case .tooLarge: "it is larger than what syncs, about 80 GB; split it, or keep it elsewhere"
        case .tooManyOpenFiles: "too many open files; raise the limit with ulimit -n"
        case .otherDisk:
            "it was moved elsewhere to what is another disk here, and only files move between disks; move it back there, "
                + "or copy it there and delete the first"
        case .io(_, let errno): "input/output error (errno \(errno)); check the disk"
        }
    }
}
