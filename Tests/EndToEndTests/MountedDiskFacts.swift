import Foundation
import Testing

/// A disk that is mounted inside a synced folder takes part like any other folder of it.
@Suite(.serialized, .oneServer, .enabled(if: SmallDisk.canMount, "mounting is not allowed here"))
struct MountedDiskFacts {
    @Test func `what comes for a disk inside the folder is put, replaced, swapped and deleted there`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, b) = (devices[0], devices[1])
        try a.folder.write("disk/small", "1")
        try a.folder.write("top", "0")
        try await a.synced()
        try await SmallDisk.at(b.folder.full("disk"), mebibytes: 64) { disk in
            #expect(disk.wrapper.isEmpty)
            try await b.synced()
            #expect(b.folder.text("disk/small") == "1")
            try a.folder.write("disk/deep/large", noise(3 << 20, seed: 1))
            try a.folder.write("disk/small", "2")
            try a.folder.write("disk/other", "3")
            try await a.synced()
            try await b.synced()
            expectSame([a, b])
            #expect(!b.folder.names("disk").contains(".tideline"))
            try a.folder.move("disk/small", "disk/aside")
            try a.folder.move("disk/other", "disk/small")
            try a.folder.move("disk/aside", "disk/other")
            try a.folder.remove("disk/deep/large")
            try await a.synced()
            try await b.synced()
            expectSame([a, b])
            #expect(b.folder.text("disk/small") == "3" && b.folder.text("disk/other") == "2")
            #expect(b.folder.bytesBelow("disk/.tideline/trash") >= 3 << 20)
            try a.folder.move("top", "disk/from the top")
            try a.folder.move("disk/small", "out of the disk")
            try await a.synced()
            #expect(try await b.synced().moved == 2)
            expectSame([a, b])
            try b.folder.write("disk/from b", "4")
            try await b.synced()
            try await a.synced()
            expectSame([a, b])
            #expect(!a.folder.exists("disk/.tideline"))
        }
    }

    @Test func `a download into such a disk goes on after a kill`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, b) = (devices[0], devices[1])
        let size = 48 << 20
        try a.folder.write("disk/large", noise(size, seed: 2))
        try await a.synced()
        try await SmallDisk.at(b.folder.full("disk"), mebibytes: 128) { disk in
            #expect(disk.wrapper.isEmpty)
            let receiving = try b.startSync()
            try await eventually("a part of it is on the disk") {
                !receiving.isRunning || b.folder.bytesBelow("disk/.tideline") > size / 3
            }
            receiving.kill()
            _ = try await receiving.end()
            let staged = b.folder.bytesBelow("disk/.tideline")
            let wasWhole = b.folder.exists("disk/large")
            let again = try await b.synced()
            #expect(wasWhole || again.bytesReceived < size - staged + 2 << 20, "\(again)")
            expectSame([a, b])
            #expect(b.folder.bytesBelow("disk/.tideline") == 0)
        }
    }
}
