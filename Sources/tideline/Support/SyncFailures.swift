import TidelineCore
import TidelineSync

extension Failure {
    /// What ended a pass over the folder at `path`.
    init(_ error: any Error, syncing path: String) {
        switch error {
        case let halt as Halt: self.init(explanation(of: halt, path), .halted)
        case let error as RemoteError: self.init(error, syncing: path)
        case PreviewRefused.halfMoved:
            self.init("An earlier run was killed while it moved things in \(path). Run it once without --dry-run.")
        case LocalError.rootMissing, LocalError.notFound(""): self.init(explanation(of: .rootMissing, path), .halted)
        case let error as LocalError: self.init("\(path): \(error.explanation).")
        default: self = Failure(error) ?? Failure("\(path): \(error)")
        }
    }

    private init(_ error: RemoteError, syncing path: String) {
        switch error {
        case .unreachable(let detail): self.init(detail, .unreachable)
        case .unauthenticated(let detail): self.init(usesToken ? detail + loginAdvice : detail, .notLoggedIn)
        case .refused(.notFound, _):
            self.init("The share of \(path) is not there for you. `tideline shares` lists those there are.")
        case .refused(let code, let detail): self.init(detail, ExitStatus(rawValue: code.exitCode) ?? .failed)
        case .cursorInvalid: self.init("The server does not know where \(path) was. Run it again.")
        case .garbage(let detail): self.init("The server's answer makes no sense: \(detail)")
        case .local(let error): self.init("\(path): \(error.explanation).")
        case .cancelled: self.init(CancellationError(), syncing: path)
        }
    }
}

/// Says why nothing was done, and the two ways on.
private func explanation(of halt: Halt, _ path: String) -> String {
    let again = "`tideline sync \(shellQuoted(path))`"
    let relink = "`tideline sync \(shellQuoted(path)) --relink`"
    return switch halt {
    case .rootMissing:
        "\(path) is not there. Nothing was changed. Bring it back and run \(again), or make it anew from the share "
            + "with `mkdir \(shellQuoted(path))` and \(relink)."
    case .markerMissing:
        "\(path) has lost its marker: it was emptied, or another disk is mounted there. Nothing was changed. Bring the "
            + "right one back and run \(again), or take it as it is with \(relink), which deletes nothing."
    case .markerForeign:
        "\(path) is not the folder that was synced here. Nothing was changed. Bring the right one back and run \(again), "
            + "or take it as it is with \(relink), which deletes nothing."
    case .massDelete(let count, let total, let locally):
        "\(count) of \(total) things would be deleted \(locally ? "in \(path)" : "on the server"). Nothing was changed. "
            + "If that is right: `tideline sync \(shellQuoted(path)) --max-delete all`. If not: put back what is gone "
            + "\(locally ? "on the server" : "in \(path)") and run \(again)."
    }
}

/// As a shell needs it.
func shellQuoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
    return isPlain
        ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
