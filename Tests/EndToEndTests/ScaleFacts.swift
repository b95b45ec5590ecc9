import Foundation
import Testing

/// Many files, and large ones.
@Suite(.serialized, .oneServer)
struct ScaleFacts {
    @Test func `ten thousand files in two hundred folders go up and come down as they are`() async throws {
        let devices = try await Harness.current.team("a", "b", "c")
        let (a, b, c) = (devices[0], devices[1], devices[2])
        for index in 0..<5_000 {
            try a.folder.write("a\(index % 100)/f\(index)", noise(100 + index % 3_000, seed: UInt64(index)))
            try b.folder.write("b\(index % 100)/f\(index)", noise(index % 2_000, seed: UInt64(10_000 + index)))
        }
        async let one = a.synced()
        async let two = b.synced()
        #expect(try await one.uploaded == 5_000)
        #expect(try await two.uploaded == 5_000)
        _ = try await a.synced()
        _ = try await b.synced()
        #expect(try await c.synced().downloaded == 10_000)
        expectSame([a, b, c])
        #expect(Tree(c.folder).count == 10_200)
        try c.folder.move("a7", "b8/a7")
        #expect(try await c.synced().moved == 1)
        #expect(try await a.synced().moved == 1)
        expectSame([a, c])
    }

    @Test func `a quarter of a gibibyte arrives byte by byte while both sides go on working`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, b) = (devices[0], devices[1])
        try a.folder.write("large", noise(256 << 20, seed: 11))
        let (one, two) = (try a.watch(), try b.watch())
        try await eventually("the download has begun") { b.folder.bytesBelow(".tideline") > 0 }
        for index in 0..<20 {
            try a.folder.write("a/\(index)", "from a \(index)")
            try b.folder.write("b/\(index)", "from b \(index)")
            try await pause(milliseconds: 20)
        }
        try await untilSame(devices) { $0.exists("large") && $0.names("a").count == 20 && $0.names("b").count == 20 }
        #expect(b.folder.bytes("large") == noise(256 << 20, seed: 11))
        try b.folder.patch("large", at: 128 << 20, Data("changed in the middle".utf8))
        try a.folder.write("meanwhile", "on a")
        try await untilSame(devices) { folder in
            folder.exists("meanwhile")
                && slice(folder, "large", at: 128 << 20, 21) == Data("changed in the middle".utf8)
        }
        #expect(one.count("conflict") + two.count("conflict") == 0)
    }

    @Test func `a file written to while it goes up is never sent torn`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, b) = (devices[0], devices[1])
        // Two writes, at the start and at the end, belong together.
        try a.folder.write("pair", Data(count: 8) + noise(40 << 20 - 16, seed: 12) + Data(count: 8))
        let syncing = try a.startSync()
        for round in UInt8(1)...40 where syncing.isRunning {
            try a.folder.patch("pair", at: 0, Data(repeating: round, count: 8))
            try a.folder.patch("pair", at: 40 << 20 - 8, Data(repeating: round, count: 8))
            try await pause(milliseconds: 30)
        }
        _ = try await syncing.end()
        try await b.synced()
        if b.folder.exists("pair") {
            #expect(slice(b.folder, "pair", at: 0, 8) == slice(b.folder, "pair", at: 40 << 20 - 8, 8))
        }
        try await a.synced()
        try await b.synced()
        expectSame(devices)
    }

    private func slice(_ folder: Folder, _ path: String, at offset: UInt64, _ count: Int) -> Data? {
        guard let file = FileHandle(forReadingAtPath: folder.full(path)) else { return nil }
        defer { try? file.close() }
        try? file.seek(toOffset: offset)
        return try? file.read(upToCount: count)
    }
}
