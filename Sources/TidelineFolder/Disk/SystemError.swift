import Glibc
import TidelineSync

/// A failed system call, before it is known which path it was about.
struct SystemError: Error {
    let code: Int32

    /// Throws unless `code` is 0.
    static func check(_ code: Int32) throws(SystemError) {
        if code != 0 { throw SystemError(code: code) }
    }

    /// Repeats an interrupted call; throws what `errno` says when it answers a negative number.
    @discardableResult
    static func retry<Number: SignedInteger>(_ call: () -> Number) throws(SystemError) -> Number {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw SystemError(code: errno) }
        }
    }

    /// Whether it says that what was wanted is not there at all, or its disk is not.
    var isAbsence: Bool { [ENOENT, ENOTDIR, ENODEV, ENXIO, ESTALE, ENOTCONN].contains(code) }

    /// The one place where system errors get their meaning.
    func at(_ path: String) -> LocalError {
        switch code {
        case ENOENT, ESTALE: .notFound(path)
        case EEXIST, ENOTEMPTY: .exists(path)
        case ENOTDIR, ELOOP, EISDIR: .changed(path)
        case EACCES, EPERM, EROFS: .permissionDenied(path)
        case ENOSPC, EDQUOT: .diskFull
        case ENAMETOOLONG, EILSEQ: .nameImpossible(path)
        case EMFILE, ENFILE: .tooManyOpenFiles
        case EXDEV: .otherDisk(path)
        default: .io(path, errno: code)
        }
    }
}

/// Runs disk calls about a path; what they throw becomes a ``LocalError`` about it.
func about<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as SystemError { throw error.at(path) }
}
