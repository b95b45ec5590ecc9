import NIOCore
import Testing
import TidelineCore

@testable import TidelineServer

struct OutboxTests {
    private let shares = (1...3).map { ShareID(ULID(high: 0, low: $0)) }

    private func nudge(_ share: Int, _ text: String) -> Nudge {
        Nudge(kind: .change, share: shares[share], text: ByteBuffer(string: text))
    }

    @Test func `frames wait in order until they are taken`() {
        var outbox = Outbox(framesMax: 4)
        for index in 0..<4 { outbox.put(nudge(index % 2, "\(index)")) }
        #expect(outbox.takeAll().map { String(buffer: $0.text) } == ["0", "1", "2", "3"])
        #expect(outbox.takeAll().isEmpty)
    }

    @Test func `past the limit one frame a share stays, the newest`() {
        var outbox = Outbox(framesMax: 4)
        for index in 0..<1_000 { outbox.put(nudge(index % 3, "\(index)")) }
        let left = outbox.takeAll()
        #expect(Set(left.map { String(buffer: $0.text) }) == ["997", "998", "999"] && left.count == 3)
        outbox.put(nudge(0, "a"))
        outbox.put(nudge(0, "b"))
        #expect(outbox.takeAll().count == 2)
    }

    @Test func `kinds do not push each other out`() {
        var outbox = Outbox(framesMax: 1)
        outbox.put(nudge(0, "change"))
        outbox.put(.forceSync(share: shares[0]))
        outbox.put(nudge(0, "newer"))
        #expect(outbox.takeAll().map(\.kind) == [.change, .forceSync])
    }
}
