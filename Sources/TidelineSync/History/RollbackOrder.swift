import TidelineCore

/// From the tree of now to the wanted one: each step can be done when those before it are.
struct RollbackOrder {
    private var tree: ShareTree
    private let wanted: ShareTree
    private var steps: [Rollback.Step] = []

    init(now: ShareTree, wanted: ShareTree) {
        tree = now
        self.wanted = wanted
    }

    /// From the root down, so that a thing's folder stands where it belongs before the thing comes; what nobody wants
    /// goes last.
    mutating func inOrder() -> [Rollback.Step] {
        arrange(nil)
        for id in tree.nodes.keys.sorted() where wanted[id] == nil {
            guard let parent = tree[id].map(\.place.parent) else { continue }
            if parent.map({ wanted[$0] != nil }) ?? true { trash(id) }
        }
        return steps
    }

    private mutating func arrange(_ folder: NodeID?) {
        for id in wanted.children(of: folder) {
            arrive(id)
            if id.kind == .folder { arrange(id) }
        }
    }

    private mutating func arrive(_ id: NodeID) {
        guard let here = tree[id]?.place, let place = wanted[id]?.place, here != place else { return }
        if let parent = place.parent, tree[parent] == nil { return }
        if let other = tree.holder(of: place, except: id) { makeWay(other) }
        move(id, to: place)
    }

    private mutating func makeWay(_ id: NodeID) {
        guard wanted[id] != nil || holdsWanted(id) else { return trash(id) }
        guard let place = tree[id]?.place else { return }
        move(id, to: tree.free(place, "aside"))
    }

    private func holdsWanted(_ id: NodeID) -> Bool {
        tree.children(of: id).contains { wanted[$0] != nil || holdsWanted($0) }
    }

    private mutating func move(_ id: NodeID, to place: Place) {
        guard let here = tree[id]?.place else { return }
        steps.append(.move(id, from: here, to: place))
        tree.move(id, to: place)
    }

    private mutating func trash(_ id: NodeID) {
        steps.append(.trash(id))
        tree.removeAll(below: id)
    }
}

/// Makes a tree of what is wanted: everything below a folder that is there, no two of one name.
enum Settling {
    /// What was in a folder that is lost stays where it is now, or goes to the root. Of two with one name the one that had
    /// it then keeps it.
    static func settle(_ wanted: ShareTree, now: ShareTree, past: ShareTree) -> ShareTree {
        var tree = wanted
        var reached: Set<NodeID> = []
        reach(nil, tree, &reached)
        while let lost = tree.nodes.keys.filter({ !reached.contains($0) }).min(by: { first($0, $1, tree) }) {
            guard var node = tree[lost] else { break }
            let stays = now[lost].map(\.place).flatMap { place in
                place.parent.map { reached.contains($0) } ?? true ? place : nil
            }
            node.place = stays ?? Place(parent: nil, name: node.place.name)
            tree.put(node)
            reached.insert(lost)
            reach(lost, tree, &reached)
        }
        for id in tree.nodes.keys.sorted() where tree[id]?.place != past[id]?.place {
            guard var node = tree[id], tree.holder(of: node.place, except: id) != nil else { continue }
            node.place = tree.free(node.place, "later")
            tree.put(node)
        }
        return tree
    }

    /// What has no folder at all before what lies in it.
    private static func first(_ a: NodeID, _ b: NodeID, _ tree: ShareTree) -> Bool {
        func isTop(_ id: NodeID) -> Bool { tree[id]?.place.parent.map { tree[$0] == nil } ?? true }
        return isTop(a) == isTop(b) ? a < b : isTop(a)
    }

    private static func reach(_ folder: NodeID?, _ tree: ShareTree, _ reached: inout Set<NodeID>) {
        for id in tree.children(of: folder) where reached.insert(id).inserted { reach(id, tree, &reached) }
    }
}

extension ShareTree {
    /// A place in the same folder whose name nothing has.
    func free(_ place: Place, _ word: String) -> Place {
        for attempt in 1...Limits.nameVariantsMax {
            guard let name = try? NodeName(LocalPath.variant(of: place.name.text, word, attempt: attempt)) else {
                break
            }
            let free = Place(parent: place.parent, name: name)
            if holder(of: free) == nil { return free }
        }
        return place
    }
}
