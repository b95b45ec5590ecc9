import Foundation
import Testing

/// kill -9 of either side in the middle of work. The moments are chosen by what is done so far, not by a clock.
@Suite(.serialized)
struct CrashFacts {
    @Test func `a server killed during an upload: it goes on, and nothing is lost`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            try a.folder.write("answered", "before the crash")
            try await a.synced()
            let size = try await cutUpload(of: "large", from: a, harness.server)
            try await harness.server.start()
            let again = try await a.synced()
            #expect(again.uploaded == 1 && again.bytesSent < size)
            try await b.synced()
            expectSame([a, b])
            #expect(b.folder.text("answered") == "before the crash")
        }
    }

    /// Where all of it got through before the kill, a longer one is tried.
    private func cutUpload(of name: String, from device: Device, _ server: Server) async throws -> Int {
        for size in [96 << 20, 128 << 20, 192 << 20] {
            try device.folder.write(name, noise(size, seed: UInt64(size)))
            let before = Folder.bytesBelow(server.data)
            let syncing = try device.startSync()
            // More than fits into the requests that are in flight.
            try await eventually("a part of the upload is there") {
                Folder.bytesBelow(server.data) > before + 40 << 20
            }
            try await server.kill()
            let cut = try await syncing.end()
            if cut.status == 6 { return size }
            #expect(cut.status == 0, "\(cut)")
            try await server.start()
        }
        return try #require(nil as Int?, "No upload took long enough to be cut.")
    }

    @Test func `a server killed during a download: it goes on, and fetches only the rest`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            try a.folder.write("large", noise(48 << 20, seed: 2))
            try await a.synced()
            let syncing = try b.startSync()
            try await eventually("a part of the download is there") { b.folder.bytesBelow(".tideline") > 12 << 20 }
            try await harness.server.kill()
            let cut = try await syncing.end()
            #expect([3, 6].contains(cut.status), "\(cut)")
            #expect(!b.folder.exists("large"))
            try await harness.server.start()
            let again = try await b.synced()
            #expect(again.downloaded == 1 && again.bytesReceived < 48 << 20)
            expectSame([a, b])
        }
    }

    @Test func `a server killed again and again during many small writes: what it answered is there`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            for index in 0..<1_500 { try a.folder.write("d\(index % 30)/f\(index)", "content \(index)") }
            for part in 1...4 {
                let before = Folder.bytesBelow(harness.server.data)
                let syncing = try a.startSync()
                try await eventually("some of it is written") {
                    !syncing.isRunning || Folder.bytesBelow(harness.server.data) > before + part * 40_000
                }
                try await harness.server.kill()
                let ended = try await syncing.end()
                #expect([0, 3, 6].contains(ended.status), "\(ended)")
                try await harness.server.start()
            }
            try await a.synced()
            try await b.synced()
            expectSame([a, b])
            #expect(Tree(b.folder).count == 1_530)
        }
    }

    @Test func `a server killed while both sides watch: both end up the same`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let watching = try devices.map { try $0.watch() }
            for watch in watching { try await watch.untilIdle() }
            for round in 0..<4 {
                for device in devices {
                    for index in 0..<25 { try device.folder.write("\(device.name)/\(round)/\(index)", "\(round)") }
                    try device.folder.write("\(device.name)/log", String(repeating: "x", count: 1_000 * (round + 1)))
                }
                let size = Folder.bytesBelow(harness.server.data)
                try await eventually("the server is at it") { Folder.bytesBelow(harness.server.data) != size }
                try await harness.server.kill()
                try await harness.server.start()
            }
            try await untilSame(devices) { $0.names("a").count == 5 && $0.names("b").count == 5 }
            #expect(Tree(devices[0].folder).count == 2 * (1 + 4 * 26 + 1))
            #expect(watching.allSatisfy { $0.count("conflict") == 0 && $0.program.isRunning })
        }
    }

    @Test func `a client killed at any moment of an upload goes on, and never sends a torn file`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            try a.folder.write("large", noise(24 << 20, seed: 3))
            for index in 0..<600 { try a.folder.write("small/\(index)", noise(index * 10, seed: UInt64(index))) }
            let empty = Folder.bytesBelow(harness.server.data)
            for part in [0, 1, 2, 5, 9, 14, 20] {
                let syncing = try a.startSync()
                try await eventually("part \(part) has come") {
                    !syncing.isRunning || Folder.bytesBelow(harness.server.data) >= empty + part << 20
                }
                syncing.kill()
                _ = try await syncing.end()
                try await b.synced()
                for name in b.folder.names() where name == "large" { #expect(sameFile(a, b, "large")) }
                for name in b.folder.names("small") { #expect(sameFile(a, b, "small/" + name)) }
            }
            try await a.synced()
            try await b.synced()
            expectSame([a, b])
        }
    }

    @Test func `a client killed at any moment of a download never shows a part of a file`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            let (old, new) = (noise(20 << 20, seed: 4), noise(24 << 20, seed: 5))
            try a.folder.write("large", old)
            for index in 0..<400 { try a.folder.write("small/\(index)", "old \(index)") }
            try await a.synced()
            try await b.synced()
            try a.folder.write("large", new)
            for index in 0..<800 { try a.folder.write("small/\(index)", "a longer new content \(index)") }
            try await a.synced()
            let witness = Task.detached { try await Self.witness(b.folder, old, new) }
            for part in [0, 1, 3, 6, 10, 15, 22] {
                let syncing = try b.startSync()
                try await eventually("part \(part) has come") {
                    !syncing.isRunning || b.folder.bytesBelow(".tideline") >= part << 20
                }
                syncing.kill()
                _ = try await syncing.end()
            }
            try await b.synced()
            witness.cancel()
            let seen = try await witness.value
            #expect(seen.torn.isEmpty, "\(seen.torn.prefix(5))")
            #expect(seen.looks > 0)
            try await a.synced()
            expectSame([a, b])
        }
    }

    @Test func `a client killed while it moves and deletes loses nothing and ends up the same`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            for index in 0..<600 { try a.folder.write("from\(index % 20)/f\(index)", "content \(index)") }
            try await a.synced()
            try await b.synced()
            try a.folder.makeFolder("to")
            for index in 0..<20 { try a.folder.move("from\(index)", index < 10 ? "to/\(index)" : "renamed\(index)") }
            for index in 0..<600 where index % 20 < 10 && index % 3 == 0 {
                try a.folder.move("to/\(index % 20)/f\(index)", "to/f\(index) moved")
            }
            for index in 0..<600 where index % 20 >= 10 && index % 3 == 0 {
                try a.folder.remove("renamed\(index % 20)/f\(index)")
            }
            try await a.synced()
            for part in [0, 1, 5, 30, 90, 150] {
                let syncing = try b.startSync()
                try await eventually("step \(part) is done") {
                    !syncing.isRunning || b.folder.names("to").count >= part
                }
                syncing.kill()
                _ = try await syncing.end()
            }
            try await b.synced()
            try await a.synced()
            expectSame([a, b])
            #expect(Tree(a.folder).count == 21 + 500)
        }
    }

    @Test func `a client killed between two edits of the other side sees no conflict where there was none`()
        async throws
    {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            for round in 0..<4 {
                for index in 0..<300 { try a.folder.write("\(index)", "round \(round) of \(index)") }
                try await a.synced()
                let syncing = try b.startSync()
                let wanted = 40 * (round + 1)
                try await eventually("file \(wanted) has come") {
                    !syncing.isRunning || b.folder.text("\(wanted)") == "round \(round) of \(wanted)"
                }
                syncing.kill()
                _ = try await syncing.end()
            }
            try await b.synced()
            try await a.synced()
            expectSame([a, b])
            #expect(Tree(a.folder).count == 300)
        }
    }

    @Test func `either side killed while conflicts are settled: each content stays, once`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            for index in 0..<300 { try a.folder.write("\(index)", "base") }
            try await a.synced()
            try await b.synced()
            for index in 0..<300 { try a.folder.write("\(index)", "a \(index)") }
            for index in 0..<300 { try b.folder.write("\(index)", "b \(index)") }
            try await a.synced()
            for part in 1...6 {
                let before = Folder.bytesBelow(harness.server.data)
                let syncing = try b.startSync()
                try await eventually("some of it is written") {
                    !syncing.isRunning || Folder.bytesBelow(harness.server.data) > before + part * part * 4_000
                }
                if part % 2 == 0 {
                    try await harness.server.kill()
                    _ = try await syncing.end()
                    try await harness.server.start()
                } else {
                    syncing.kill()
                    _ = try await syncing.end()
                }
            }
            _ = try await b.sync()
            try await a.synced()
            try await b.synced()
            expectSame([a, b])
            let contents = a.folder.names().compactMap { a.folder.text($0) }
            #expect(contents.sorted() == (0..<300).flatMap { ["a \($0)", "b \($0)"] }.sorted())
        }
    }

    @Test func `what a server answered is in its log after a kill`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("busy", "quiet")
            let (busy, quiet) = (devices[0], devices[1])
            for index in 0..<1_500 { try busy.folder.write("busy/\(index)", "content \(index)") }
            try await quiet.synced()
            for round in 0..<4 {
                let syncing = try busy.startSync()
                try quiet.folder.write("answered \(round)", "\(round)")
                let answer = try await quiet.sync()
                try await harness.server.kill()
                #expect(answer.uploaded == 1, "\(answer)")
                _ = try await syncing.end()
                try await harness.server.start()
                let token = try await quiet.token
                let rows = try await harness.curl(
                    "/api/v1/sync/changes?cursor=0&limit=5000&share_id=\(quiet.shareID)", token: token
                ).json["changes"]
                let paths = Set((rows as? [[String: Any]] ?? []).compactMap { $0["new_path"] as? String })
                #expect((0...round).allSatisfy { paths.contains("/answered \($0)") })
            }
            try await busy.synced()
            try await quiet.synced()
            expectSame(devices)
        }
    }

    private func sameFile(_ a: Device, _ b: Device, _ path: String) -> Bool {
        a.folder.bytes(path) == b.folder.bytes(path)
    }

    /// Looks until it is cancelled: every file at its place is the old one or the new one, whole.
    private static func witness(_ folder: Folder, _ old: Data, _ new: Data) async throws
        -> (looks: Int, torn: [String])
    {
        var looks = 0
        var torn: [String] = []
        while !Task.isCancelled {
            if let bytes = folder.bytes("large") {
                if bytes != old && bytes != new { torn.append("large: \(bytes.count) bytes") }
            } else {
                torn.append("large is gone")
            }
            for name in folder.names("small") {
                let text = folder.text("small/" + name)
                if let text, text != "old \(name)", text != "a longer new content \(name)" {
                    torn.append("\(name): \(text)")
                }
            }
            looks += 1
            try? await pause(milliseconds: 5)
        }
        return (looks, torn)
    }
}
