import NIOCore
package import TidelineCore

/// The ignore files that scans have read, with how they looked then.
package struct IgnoreBook: Sendable {
    private struct Page: Sendable {
        let fingerprint: Fingerprint
        let file: IgnoreFile?
        /// Why the file does not count.
        let problem: String?
    }

    package private(set) var rules = IgnoreRules()
    /// By folder.
    private var pages: [String: Page] = [:]

    package init() {}

    /// Whether a folder that moves may take rules along.
    var hasNestedRules: Bool { pages.keys.contains { !$0.isEmpty } }

    /// Takes in the ignore file among a folder's entries, or that there is none. What an earlier scan read is not read
    /// again while it looks the same.
    ///
    /// - Returns: why the file does not count, when it does not.
    /// - Throws: ``LocalError`` when it is there and cannot be read now.
    mutating func learn(
        _ folder: String, _ entries: [LocalEntry], on disk: any LocalFolder, earlier: IgnoreBook
    ) throws -> String? {
        guard let entry = entries.first(where: { $0.name == IgnoreFile.name && $0.kind == .file }) else {
            if pages.removeValue(forKey: folder) != nil { rules.set(nil, in: folder) }
            return nil
        }
        if let known = earlier.pages[folder], known.fingerprint == entry.fingerprint {
            put(known, in: folder)
        } else {
            put(try Self.read(join(folder, IgnoreFile.name), entry.fingerprint, on: disk), in: folder)
        }
        return pages[folder]?.problem
    }

    private mutating func put(_ page: Page, in folder: String) {
        pages[folder] = page
        rules.set(page.file, in: folder)
    }

    private static func read(_ path: String, _ seen: Fingerprint, on disk: any LocalFolder) throws -> Page {
        let file = try disk.open(path)
        defer { file.close() }
        let content = try file.read(at: 0, count: Limits.ignoreFileBytesMax + 1)
        guard try file.fingerprint() == seen else { throw LocalError.changed(path) }
        do throws(IgnoreFileError) {
            return Page(fingerprint: seen, file: try IgnoreFile(content.readableBytesView), problem: nil)
        } catch {
            return Page(fingerprint: seen, file: nil, problem: error.explanation)
        }
    }
}
