import Glibc
import NIOCore
import TidelineCore
package import TidelineSync

/// A parked thing is `.tideline/parked/TOKEN/thing`; its old path is in the file `path` beside it, durable before the thing
/// moves.
extension DiskFolder {
    private static let parkedName: DiskName = "parked"
    private static let thingName: DiskName = "thing"
    private static let pathName: DiskName = "path"

    package func park(_ path: String) throws -> ParkedEntry {
        let spot = try spot(path)
        let volume = try volume(of: path)
        let parked = try ownFolder(Self.parkedName, on: volume)
        noteUse(of: volume)
        return try about(path) {
            guard try spot.look() != nil else { throw LocalError.notFound(path) }
            let (number, box) = try makeBox(in: parked)
            try box.writeDurably(Self.pathName, Array(path.utf8))
            try box.synchronize()
            try parked.synchronize()
            try spot.folder.rename(spot.name, to: box, Self.thingName)
            return ParkedEntry(token: Self.token(number, on: volume))
        }
    }

    private func makeBox(in parked: Descriptor) throws -> (number: String, box: Descriptor) {
        for number in 1...Limits.parkedMax {
            let name = DiskName(String(number))
            do {
                try parked.makeFolder(name, mode: 0o700)
                return (name.text, try parked.openFolder(name))
            } catch {
                guard error.code == EEXIST else { throw error }
            }
        }
        throw SystemError(code: EMLINK)
    }

    package func unpark(_ entry: ParkedEntry, to path: String) throws -> Fingerprint {
        let (number, volume) = try Self.box(of: entry)
        let parked = try ownFolder(Self.parkedName, on: volume)
        let spot = try spot(path)
        return try about(path) {
            let box = try parked.openFolder(number)
            guard let thing = try box.look(Self.thingName) else { throw LocalError.notFound(path) }
            try box.rename(Self.thingName, to: spot.folder, spot.name)
            try parked.removeTree(number)
            return try spot.fingerprint(of: thing, path)
        }
    }

    /// `7`, on another volume `7/where it is mounted`.
    private static func token(_ number: String, on volume: Volume) -> String {
        volume == .root ? number : join(number, volume.text)
    }

    private static func box(of entry: ParkedEntry) throws -> (number: DiskName, Volume) {
        var names = try LocalPath.names(of: entry.token)
        return (DiskName(names.removeFirst()), Volume(names: names))
    }

    package func parked() throws -> ParkedThings {
        var found = ParkedThings()
        for volume in try volumes() {
            do { found.things += try parked(on: volume) } catch let error as LocalError {
                guard volume != .root else { throw error }
                found.unreadable[volume.text] = error
            }
        }
        return found
    }

    private func parked(on volume: Volume) throws -> [ParkedThing] {
        guard let parked = try existingOwnFolder(Self.parkedName, on: volume) else { return [] }
        return try about(LocalPath.ownFolder) {
            try parked.names().compactMap { number in
                guard let thing = try parked.openFolder(number).look(Self.thingName) else { return nil }
                return ParkedThing(
                    entry: ParkedEntry(token: Self.token(number.text, on: volume)), kind: thing.kind,
                    fingerprint: thing.fingerprint, top: volume.text)
            }
        }
    }

    package func recover(leaving tops: Set<String>) throws -> [String: LocalError] {
        var failures: [String: LocalError] = [:]
        for volume in try volumes() where !tops.contains(volume.text) {
            do { try recoverParked(on: volume) } catch let error as LocalError {
                guard volume != .root else { throw error }
                failures[volume.text] = error
            }
            // What cannot be cleaned up costs space and nothing else; the next run tries again.
            try? dropOldStaged(on: volume)
            try? emptyTrash(on: volume, olderThan: Limits.localTrashSecondsKept)
        }
        return failures
    }

    private func recoverParked(on volume: Volume) throws {
        let root = try openRoot()
        guard let parked = try existingOwnFolder(Self.parkedName, on: volume) else { return }
        try about(LocalPath.ownFolder) {
            var boxes: [(token: DiskName, box: Descriptor, path: [[UInt8]])] = []
            for token in try parked.names() {
                let box = try parked.openFolder(token)
                // Without a thing it may be without a path too.
                let path = try box.look(Self.thingName) == nil ? [] : oldPath(in: box)
                boxes.append((token, box, path))
            }
            for (token, box, path) in boxes.sorted(by: { $0.path.count < $1.path.count }) {
                if !path.isEmpty { try bringBack(from: box, to: root, path, on: volume) }
                try parked.removeTree(token)
            }
        }
    }

    private func oldPath(in box: Descriptor) throws -> [[UInt8]] {
        let bytes = try box.openFile(Self.pathName, O_RDONLY).read(at: 0, count: Limits.pathBytesMax)
        return try LocalPath.names(of: String(decoding: bytes.readableBytesView, as: UTF8.self))
    }

    /// To its old place, or beside it when that is taken; to the nearest folder above when its folder is gone.
    private func bringBack(
        from box: Descriptor, to root: Descriptor, _ path: [[UInt8]], on volume: Volume
    ) throws {
        var names = path
        guard let name = names.popLast() else { throw SystemError(code: EINVAL) }
        // Its disk may be mounted elsewhere now: it stays on it.
        var folder = try root.openFolder(volume.names)
        names = names.starts(with: volume.names) ? Array(names.dropFirst(volume.names.count)) : []
        for name in names {
            guard let next = try? folder.openFolder(DiskName(name)) else { break }
            folder = next
        }
        _ = try box.renameBeside(Self.thingName, to: folder, DiskName(name).text, word: "recovered")
    }
}

extension Descriptor {
    /// The file's content is durable on return, its name is not yet.
    func writeDurably(_ name: DiskName, _ bytes: [UInt8]) throws(SystemError) {
        let file = try openFile(name, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
        try file.write(ByteBuffer(bytes: bytes), at: 0)
        try file.synchronize()
    }
}
