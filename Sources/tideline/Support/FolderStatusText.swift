import TidelineCore

extension FolderStatus {
    /// A line that says how it stands, then one for each thing there is to know.
    var text: String {
        var lines = ["\(printable(path))  (\(printable(share)), \(strategy))", "  \(headline)"]
        if toSend.count > 0 { lines.append("  to send: \(toSend.text)") }
        if toReceive.count > 0 { lines.append("  to receive: \(toReceive.text)") }
        if let pendingSince { lines.append("  waiting since \(localTime(pendingSince))") }
        if let halted { lines.append("  \(halted)") }
        if let trouble { lines.append("  \(trouble)") }
        if let unreachable { lines.append("  \(unreachable)") }
        if let openConflicts, openConflicts > 0 {
            lines.append("  \(openConflicts) open conflict\(openConflicts == 1 ? "" : "s"): `tideline conflicts`")
        }
        lines += skipped.prefix(Self.skipsShown).map { "  skipped \(printable($0.path)): \(printable($0.reason))" }
        if skipped.count > Self.skipsShown {
            lines.append("  and \(skipped.count - Self.skipsShown) more skipped (--json)")
        }
        lines.append("  " + activity)
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        switch state {
        case "in_sync": "In sync."
        case "attention": "In sync, but some things need a look."
        case "pending": "Not in sync."
        case "halted": "Halted: nothing is synced until you decide."
        case "paused": "Paused: this device's preferences say not to sync it."
        case "new": "Not synced yet: `tideline sync \(shellQuoted(path))`."
        default: unreachable == nil ? "Not known." : "No changes are known here; the server was not asked."
        }
    }

    private var activity: String {
        let worker = running.map { "\($0) is running (process \(runningPID ?? 0))" } ?? "nothing is running"
        let contact = lastContactAt.map { "server last heard \(localTime($0))" } ?? "server never heard"
        let sync = inSyncAt.map { "last in sync \(localTime($0))" } ?? "never in sync yet"
        return "\(worker); \(sync); \(contact)"
    }

    private static let skipsShown = 10
}

extension FolderStatus.Pending {
    fileprivate var text: String {
        "\(count) change\(count == 1 ? "" : "s")" + (bytes > 0 ? ", \(sizeText(bytes))" : "")
    }
}
