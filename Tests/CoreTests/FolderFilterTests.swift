import Testing
import TidelineCore

/// What a device that syncs parts of a share is shown, over a tree that is given.
@Suite struct FolderFilterTests {
    private static func folder(_ number: UInt64) -> NodeID { NodeID(.folder, ULID(high: 1, low: number)) }
    private let file = NodeID(.file, ULID(high: 2, low: 0))
    /// `top` holds `in` and `beside`; `in` holds `deep`.
    private let top = folder(1)
    private let inner = folder(2)
    private let beside = folder(3)
    private let deep = folder(4)

    private func filter(
        _ selected: [NodeID] = [], not excluded: [NodeID] = [], isEnabled: Bool = true, trashed: Set<NodeID> = []
    ) -> FolderFilter {
        let parents: [NodeID: NodeID?] = [top: nil, inner: top, beside: top, deep: inner]
        return FolderFilter(isEnabled: isEnabled, selected: selected, excluded: excluded) { id in
            parents[id].map { FolderLink(parent: $0, isTrashed: trashed.contains(id)) }
        }
    }

    private func shows(_ filter: FolderFilter, _ name: String = IgnoreFile.name, in parent: NodeID?) throws -> Bool {
        try filter.shows(file, at: Place(parent: parent, name: try NodeName(name)))
    }

    @Test func `rule files show in each folder that shows, and in the root`() throws {
        let filter = filter([deep])
        for folder in [nil, top, inner, deep] { #expect(try shows(filter, in: folder)) }
        #expect(try !shows(filter, in: beside))
        for name in [".TidelineIgnore", ".tidelineignore.txt", "x"] {
            for folder in [nil, top, inner] { #expect(try !shows(filter, name, in: folder)) }
            #expect(try shows(filter, name, in: deep))
        }
    }

    @Test func `a folder of that name is no rule file`() throws {
        let place = Place(parent: nil, name: try NodeName(IgnoreFile.name))
        #expect(try !filter([deep]).shows(beside, at: place))
    }

    @Test func `no rule file shows above what is excluded, deleted or switched off`() throws {
        #expect(try !shows(filter([deep], not: [inner]), in: top))
        #expect(try !shows(filter([deep], not: [inner]), in: inner))
        #expect(try !shows(filter([deep], trashed: [inner]), in: top))
        #expect(try !shows(filter([deep], isEnabled: false), in: nil))
        #expect(try !shows(filter(not: [inner]), in: deep))
        #expect(try shows(filter(not: [inner]), in: top))
    }

    private func shows(
        _ type: ChangeType, to parent: NodeID?, from oldParent: NodeID? = nil, isAboutRules: Bool = true,
        not excluded: [NodeID] = []
    ) throws -> Bool {
        try filter([deep], not: excluded).shows(
            RowSubject(type: type, node: file, parent: parent, oldParent: oldParent, isAboutRules: isAboutRules))
    }

    @Test(arguments: [ChangeType.created, .updated, .renamed, .deleted])
    func `rows about rule files above show, and those about other files do not`(_ type: ChangeType) throws {
        for folder in [nil, top, inner] {
            #expect(try shows(type, to: folder))
            #expect(try !shows(type, to: folder, isAboutRules: false))
        }
        #expect(try !shows(type, to: beside))
        #expect(try !shows(type, to: inner, not: [inner]))
    }

    @Test func `a move shows by where it came from, too`() throws {
        #expect(try shows(.moved, to: beside, from: top))
        #expect(try shows(.moved, to: top, from: beside))
        #expect(try shows(.moved, to: beside, from: nil))
        #expect(try !shows(.moved, to: beside, from: beside))
        #expect(try !shows(.moved, to: beside, from: top, isAboutRules: false))
    }

    @Test func `a folder holds what does not show, at any depth`() throws {
        func hides(_ filter: FolderFilter, _ folder: NodeID, alsoHolds more: [NodeID: [NodeID]] = [:]) throws -> Bool {
            let below = [top: [inner], inner: [deep]].merging(more) { $0 + $1 }
            return try filter.hidesAnything(in: folder) { folder in
                try (below[folder] ?? []).map { ($0, Place(parent: folder, name: try NodeName("x"))) }
            }
        }
        #expect(try hides(filter(not: [deep]), top))
        #expect(try !hides(filter(not: [deep]), deep))
        #expect(try !hides(filter(not: [deep]), beside))
        #expect(try !hides(filter(not: [deep], trashed: [deep]), top))
        #expect(try !hides(filter([deep]), top))
        #expect(try hides(filter([deep]), top, alsoHolds: [inner: [file]]))
        #expect(try hides(filter([deep]), top, alsoHolds: [top: [beside]]))
        #expect(try hides(filter([top], isEnabled: false), top))
        #expect(try !hides(filter([top], isEnabled: false), deep))
    }
}
