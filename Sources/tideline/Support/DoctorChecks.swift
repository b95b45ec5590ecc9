import Foundation
import Glibc
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineFolder
import TidelineSync

/// The device's own files.
enum HomeChecks {
    static func run(_ home: Home, needsLogin: Bool) -> [Finding] {
        let login = needsLogin ? [credentials(home.path + "/credentials.json", home)] : []
        return login + [room(in: home.path, "home")]
    }

    private static func credentials(_ path: String, _ home: Home) -> Finding {
        guard let look = try? FileManager.default.attributesOfItem(atPath: path) else {
            return .problem("login", "no login is kept in \(home.path)", "Run `tideline login URL USER`.")
        }
        if let mode = look[.posixPermissions] as? Int, mode & 0o077 != 0 {
            return .problem(
                "credentials", "\(path) can be read by others", "Run `chmod 600 \(shellQuoted(path))`.")
        }
        guard (try? home.credentials.load()) != nil else {
            return .problem("login", "\(path) cannot be understood", "Remove it and run `tideline login` again.")
        }
        return .ok("credentials", "only you can read them")
    }

    static func room(in path: String, _ check: String) -> Finding {
        var look = statvfs()
        guard statvfs(path, &look) == 0 else {
            return .problem(
                check, "\(path): \(String(cString: strerror(errno)).lowercased())", "See that it is there and readable."
            )
        }
        let free = Int64(look.f_bavail) * Int64(look.f_frsize)
        guard access(path, W_OK) == 0 else {
            return .problem(check, "\(path) cannot be written", "Give yourself the right to write there.")
        }
        guard free >= roomBytesMin else {
            return .warning(
                check, "\(path): only \(sizeText(free)) left on its disk",
                "Make room: a file that comes in is written beside the old one first.")
        }
        return .ok(check, "\(path): \(sizeText(free)) left on its disk")
    }

    private static let roomBytesMin: Int64 = 256 << 20
}

/// The way to the server, the login there, and its clock.
enum ServerChecks {
    static func run(_ credentials: Credentials, _ home: Home) async -> [Finding] {
        guard let address = try? ServerAddress(credentials.server) else {
            return [.problem("server", "\(credentials.server) is no address", "Run `tideline login URL USER`.")]
        }
        if let finding = unresolved(address) { return [finding] }
        let fixed = ProcessInfo.processInfo.environment["TIDELINE_TOKEN"] ?? ""
        let client = TidelineClient(
            server: address, tokens: fixed.isEmpty ? .stored(home.credentials) : .fixed(fixed))
        let findings = await ask(client, credentials)
        await client.shutdown()
        return findings
    }

    private static func unresolved(_ address: ServerAddress) -> Finding? {
        var found: UnsafeMutablePointer<addrinfo>?
        defer { if let found { freeaddrinfo(found) } }
        guard getaddrinfo(address.host, nil, nil, &found) != 0 else { return nil }
        return .problem(
            "name", "\(address.host) has no address", "Check the name and this machine's connection to the network.")
    }

    private static func ask(_ client: TidelineClient, _ credentials: Credentials) async -> [Finding] {
        var findings: [Finding] = []
        let time = SystemTime()
        let start = time.now()
        do {
            let config = try await client.config()
            let end = time.now()
            let way = client.server.isSecure ? "over TLS" : "without TLS"
            findings.append(.ok("server", "\(client.server) answers \(way), version \(config.server.version)"))
            findings.append(clock(config.server.time, between: start, and: end))
            if !client.server.isSecure, !["127.0.0.1", "::1", "localhost"].contains(client.server.host) {
                findings.append(
                    .warning(
                        "privacy", "all that goes to \(client.server) can be read on the way",
                        "Serve it over https, or through a tunnel."))
            }
        } catch {
            let remedy =
                "Check that the server runs, and the network between; `curl -v \(client.server)/api/v1/health`."
            if error.kind != .notLoggedIn && error.code != .unauthenticated {
                return [.problem("server", error.detail, remedy)]
            }
        }
        do {
            let me = try await client.me()
            findings.append(.ok("login", "\(me.name), device \"\(credentials.deviceName)\""))
            findings.append(try await device(client, credentials))
        } catch {
            let failure = Failure(error) ?? Failure("\(error)")
            findings.append(
                .problem(
                    "login", failure.message, "Run `tideline login \(credentials.server) \(credentials.userName)`."))
        }
        return findings
    }

    private static func device(_ client: TidelineClient, _ credentials: Credentials) async throws -> Finding {
        guard let device = try await client.devices().first(where: { $0.deviceID == credentials.deviceID }) else {
            return .problem(
                "device", "the server does not know this device any more",
                "Run `tideline login \(credentials.server) \(credentials.userName)`.")
        }
        return device.isActive
            ? .ok("device", "registered and active")
            : .problem("device", "it was switched off", "Have it switched on again by its owner.")
    }

    private static func clock(_ text: String, between start: Timestamp, and end: Timestamp) -> Finding {
        guard let there = Timestamp(rfc3339: text) else {
            return .warning("clock", "the server's clock says \(text)", "Update the server.")
        }
        let seconds = Double(max(start.nanoseconds - there.nanoseconds, there.nanoseconds - end.nanoseconds, 0)) / 1e9
        guard seconds > skewSecondsMax else { return .ok("clock", "as the server's") }
        return .warning(
            "clock", "this machine's clock and the server's are \(Int(seconds)) seconds apart",
            "Let both follow a time server (NTP). Sync corrects for it, but times of files will look odd.")
    }

    private static let skewSecondsMax = 30.0
}

/// One linked folder: its disk, its marker, what is remembered of it, and who works on it.
enum FolderChecks {
    static func run(_ folder: LinkedFolder, _ registry: FolderRegistry) -> [Finding] {
        let again = "Run `tideline sync \(shellQuoted(folder.path))`; it says what to do."
        guard access(folder.path, F_OK) == 0 else {
            return [.problem("folder", "\(folder.path) is not there", again)]
        }
        var findings = [HomeChecks.room(in: folder.path, "folder")]
        let path = registry.statePath(of: folder)
        if let pid = registry.worker(on: folder) {
            findings.append(.ok("lock", "\(folder.path): process \(pid) is at work on it"))
        }
        guard access(path, F_OK) == 0 else {
            return findings + [.ok("state", "\(folder.path): not synced yet")]
        }
        do {
            let state = try GlancedState(path: path)
            if let damage = try state.damage() { return findings + [damaged(folder, damage)] }
            findings.append(.ok("state", "\(folder.path): sound"))
            findings.append(try marker(of: folder, try state.load().folderID, again))
        } catch let error as LocalError {
            findings.append(damaged(folder, error.explanation))
        } catch {
            findings.append(.problem("state", "\(error)", again))
        }
        return findings
    }

    private static func damaged(_ folder: LinkedFolder, _ reason: String) -> Finding {
        .problem(
            "state", "\(folder.path): what is remembered of it cannot be read (\(reason))",
            "Run `tideline sync \(shellQuoted(folder.path)) --relink`: it compares everything anew and deletes nothing."
        )
    }

    private static func marker(of folder: LinkedFolder, _ id: ULID?, _ again: String) throws -> Finding {
        let marker: RootMarker?
        do { marker = try DiskFolder(root: folder.path, time: SystemTime()).marker() } catch {
            return .problem("marker", "\(folder.path): its marker cannot be read", again)
        }
        guard let id else { return .ok("marker", "\(folder.path): not synced yet") }
        guard let marker else { return .problem("marker", "\(folder.path) has lost its marker", again) }
        return marker.folderID == id
            ? .ok("marker", "\(folder.path): its own")
            : .problem("marker", "\(folder.path) is not the folder that was synced here", again)
    }
}

/// Whether the system watches as many folders as there are.
enum WatchChecks {
    static func run(_ folders: [LinkedFolder]) -> Finding {
        let count = folders.reduce(0) { $0 + foldersBelow($1.path) }
        let text = FileManager.default.contents(atPath: "/proc/sys/fs/inotify/max_user_watches")
        guard let text, let limit = Int(String(decoding: text, as: UTF8.self).filter(\.isNumber)) else {
            return .warning(
                "watches", "the limit of watched folders cannot be read", "`watch` falls back to scans where it must.")
        }
        guard count <= limit else {
            return .problem(
                "watches", "\(count) folders are to be watched, the system allows \(limit)",
                "Run `sudo sysctl fs.inotify.max_user_watches=\(count * 2)`; until then changes are found by scans.")
        }
        guard count * 2 <= limit else {
            return .warning(
                "watches", "\(count) folders of the \(limit) that the system watches for all your programs",
                "Raise fs.inotify.max_user_watches.")
        }
        return .ok("watches", "\(count) folders of \(limit)")
    }

    private static func foldersBelow(_ path: String) -> Int {
        guard
            let all = FileManager.default.enumerator(
                at: URL(fileURLWithPath: path), includingPropertiesForKeys: [.isDirectoryKey])
        else { return 0 }
        var count = 1
        for case let url as URL in all
        where (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true { count += 1 }
        return count
    }
}
