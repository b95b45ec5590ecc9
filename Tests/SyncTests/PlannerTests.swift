import Testing
import TidelineCore

@testable import TidelineSync

@Suite struct PlannerTests {
    let a = Grow.file("a")
    let b = Grow.file("b")
    let d = Grow.folder("D")
    let e = Grow.folder("E")

    @Test func `equal trees need nothing`() throws {
        #expect(World(base: [try Grow.base(a, nil, "a")]).plan().isEmpty)
    }

    @Test func `a new folder is made before what is in it`() throws {
        let plan = World(present: [try Grow.local(a, d, "a"), try Grow.local(d, nil, "D")]).plan()
        #expect(plan.pushes == [.createFolder(d), .createFile(a)])
    }

    @Test func `a deleted folder is one step`() throws {
        let base = [
            try Grow.base(d, nil, "D"), try Grow.base(a, d, "a"), try Grow.base(e, d, "E"), try Grow.base(b, e, "b"),
        ]
        #expect(World(base: base, gone: [d, a, e, b]).plan().pushes == [.delete(d)])
    }

    @Test func `what was moved out of a deleted folder is moved before the folder goes`() throws {
        let plan = World(
            base: [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a")], present: [try Grow.local(a, nil, "a")],
            gone: [d]
        ).plan()
        #expect(plan.pushes == [.move(a, from: try Grow.place(d, "a"), to: try Grow.place(nil, "a")), .delete(d)])
    }

    @Test func `a folder deleted here is not deleted with a file that this device never had`() throws {
        let plan = World(
            base: [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a")], gone: [d, a],
            remote: [.live(try Grow.remote(b, d, "b"))]
        ).plan()
        #expect(plan.pushes == [.delete(a)])
        #expect(plan.agreed == [d: BaseNode?.none])
    }

    @Test func `names are swapped by way of a passing name`() throws {
        let plan = World(
            base: [try Grow.base(a, nil, "a"), try Grow.base(b, nil, "b")],
            present: [try Grow.local(a, nil, "b"), try Grow.local(b, nil, "a")]
        ).plan()
        #expect(plan.pushes.count == 3)
        var names: [NodeID: String] = [a: "a", b: "b"]
        for case .move(let id, _, let to) in plan.pushes {
            #expect(!names.values.contains(to.name.text))
            names[id] = to.name.text
        }
        #expect(names == [a: "b", b: "a"])
    }

    @Test func `an inverted hierarchy is sent from the top`() throws {
        let plan = World(
            base: [try Grow.base(d, nil, "D"), try Grow.base(e, d, "E")],
            present: [try Grow.local(e, nil, "E"), try Grow.local(d, e, "D")]
        ).plan()
        #expect(
            plan.pushes == [
                .move(e, from: try Grow.place(d, "E"), to: try Grow.place(nil, "E")),
                .move(d, from: try Grow.place(nil, "D"), to: try Grow.place(e, "D")),
            ])
    }

    @Test func `a swap on the server is done on disk by parking one`() throws {
        let plan = World(
            base: [try Grow.base(a, nil, "a"), try Grow.base(b, nil, "b")],
            remote: [.live(try Grow.remote(a, nil, "b")), .live(try Grow.remote(b, nil, "a"))]
        ).plan()
        #expect(plan.pulls.count == 3)
        guard case .park(let parked) = plan.pulls.first else {
            Issue.record("nothing is parked: \(plan.pulls)")
            return
        }
        #expect(parked == a || parked == b)
    }

    @Test func `a folder deleted on the server goes from the bottom up`() throws {
        let base = [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a")]
        #expect(World(base: base, remote: [.deleted(d)]).plan().pulls == [.delete(a), .delete(d)])
    }

    @Test func `a file edited here in a folder deleted there is sent, and nothing of it is deleted yet`() throws {
        let base = [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a")]
        let plan = World(base: base, present: [try Grow.local(a, d, "a", touched: 5)], remote: [.deleted(d)]).plan()
        #expect(plan.pushes == [.update(a)])
        #expect(!plan.pulls.contains(.delete(a)))
    }

    @Test func `nothing is planned below a folder that could not be read`() throws {
        let base = [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a")]
        let plan = World(base: base, unknown: [d], remote: [.live(try Grow.remote(a, d, "a", version: 2))]).plan()
        #expect(plan.isEmpty)
    }

    @Test func `a folder made on both sides is one`() throws {
        let plan = World(present: [try Grow.local(d, nil, "D")], remote: [.live(try Grow.remote(d, nil, "D"))]).plan()
        #expect(plan.pushes.isEmpty && plan.pulls.isEmpty)
        #expect(plan.agreed.keys.contains(d))
    }

    @Test func `an edit and a move of the same file are two steps`() throws {
        let plan = World(
            base: [try Grow.base(a, nil, "a")], present: [try Grow.local(a, nil, "c", touched: 5)]
        ).plan()
        #expect(plan.pushes == [.move(a, from: try Grow.place(nil, "a"), to: try Grow.place(nil, "c")), .update(a)])
    }

    @Test func `new content and a new place on the server are a move and a fetch`() throws {
        let there = try Grow.remote(a, nil, "c", version: 2)
        let plan = World(base: [try Grow.base(a, nil, "a")], remote: [.live(there)]).plan()
        #expect(plan.pulls == [.move(a, to: there.place), .fetch(there)])
    }

    @Test func `a file that takes the name of a deleted one finds it free`() throws {
        let plan = World(
            base: [try Grow.base(a, nil, "x")], present: [try Grow.local(b, nil, "x")], gone: [a]
        ).plan()
        #expect(plan.pushes == [.delete(a), .createFile(b)])
    }

    @Test func `the same trees give the same plan`() throws {
        let world = World(
            base: [try Grow.base(d, nil, "D"), try Grow.base(a, d, "a"), try Grow.base(b, nil, "b")],
            present: [try Grow.local(a, nil, "b"), try Grow.local(b, d, "a")],
            remote: [.live(try Grow.remote(e, d, "E"))])
        #expect(world.plan() == world.plan())
    }
}
