import Foundation

/// A folder on disk; paths are relative to it.
struct Folder: Sendable {
    let path: String

    func full(_ relative: String) -> String { relative.isEmpty ? path : path + "/" + relative }

    /// In place; makes missing folders.
    func write(_ relative: String, _ bytes: Data) throws {
        let url = URL(fileURLWithPath: full(relative))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    func write(_ relative: String, _ text: String) throws { try write(relative, Data(text.utf8)) }

    /// Replaces it in one step, as editors do: nobody ever sees a part of it.
    func save(_ relative: String, _ bytes: Data) throws {
        let temporary = path + "." + UUID().uuidString
        try bytes.write(to: URL(fileURLWithPath: temporary))
        guard rename(temporary, full(relative)) == 0 else { throw Trouble("cannot save \(relative)") }
    }

    /// Writes over what lies at an offset.
    func patch(_ relative: String, at offset: UInt64, _ bytes: Data) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: full(relative)))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    func bytes(_ relative: String) -> Data? { FileManager.default.contents(atPath: full(relative)) }

    func text(_ relative: String) -> String? { bytes(relative).map { String(decoding: $0, as: UTF8.self) } }

    func makeFolder(_ relative: String) throws {
        try FileManager.default.createDirectory(atPath: full(relative), withIntermediateDirectories: true)
    }

    func move(_ relative: String, _ target: String) throws {
        guard rename(full(relative), full(target)) == 0 else { throw Trouble("cannot move \(relative) to \(target)") }
    }

    func remove(_ relative: String) throws { try FileManager.default.removeItem(atPath: full(relative)) }

    func makeExecutable(_ relative: String) throws { try setMode(relative, 0o755) }

    func setMode(_ relative: String, _ mode: mode_t) throws {
        guard chmod(full(relative), mode) == 0 else { throw Trouble("cannot change the mode of \(relative)") }
    }

    func exists(_ relative: String) -> Bool { access(full(relative), F_OK) == 0 }

    func names(_ relative: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: full(relative))) ?? []).filter { $0 != ".tideline" }
            .sorted()
    }

    /// Of everything below, Tideline's own folder too.
    func bytesBelow(_ relative: String) -> Int { Folder.bytesBelow(full(relative)) }

    static func bytesBelow(_ path: String) -> Int {
        var sum = 0
        let all = FileManager.default.enumerator(atPath: path)
        while let name = all?.nextObject() as? String {
            var look = stat()
            if lstat(path + "/" + name, &look) == 0, look.st_mode & S_IFMT == S_IFREG { sum += Int(look.st_size) }
        }
        return sum
    }
}

/// Bytes that look random and are the same for the same seed.
func noise(_ count: Int, seed: UInt64) -> Data {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var words = [UInt64](repeating: 0, count: (count + 7) / 8)
    words.withUnsafeMutableBufferPointer { buffer in
        var index = 0
        while index < buffer.count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            buffer[index] = state
            index += 1
        }
    }
    return words.withUnsafeBytes { Data($0.prefix(count)) }
}
