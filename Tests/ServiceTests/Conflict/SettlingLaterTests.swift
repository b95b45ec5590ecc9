import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Open conflicts of each kind, settled after the world went on.
struct SettlingLaterTests {
    /// What happened to the thing between the conflict and its resolution.
    enum Meanwhile: CaseIterable, Sendable { case nothing, edited, moved, deleted }

    struct Scene {
        let desks: TwoDesks
        let conflict: ConflictBody
    }

    private func scene(_ type: ConflictType) async throws -> Scene {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "base")
        let folder = try await desks.theirs.createFolder("/dir")
        let seen = try await desks.ours.head()
        let (before, change): ([ProposedChangeBody], ProposedChangeBody) =
            switch type {
            case .editEdit:
                (
                    [try await desks.update(file, "theirs", by: desks.theirs)], try await desks.update(file, "ours")
                )
            case .editDelete: ([desks.delete(file)], try await desks.update(file, "ours"))
            case .deleteEdit: ([try await desks.update(file, "theirs", by: desks.theirs)], desks.delete(file))
            case .nameCollision: ([], try await create("/A", "ours", desks))
            case .moveMove: ([desks.move(file, to: "/theirs")], desks.move(file, to: "/ours"))
            case .moveDelete: ([desks.delete(file)], desks.move(file, to: "/ours"))
            case .parentDeleted: ([desks.delete(folder)], try await desks.create(in: folder, "x", "ours"))
            case .cycle: ([], try await below(folder, desks))
            }
        let theirs = try await desks.theirs.apply(before, .clientWins)
        #expect(theirs.rejected.isEmpty)
        let answer = try await desks.ours.apply([change], .manual, baseCursor: seen)
        let conflict = try only(answer.conflicts)
        #expect(conflict.conflictType == type && conflict.status == .open)
        return Scene(desks: desks, conflict: conflict)
    }

    private func create(_ path: String, _ text: String, _ desks: TwoDesks) async throws -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: path, metadata: try await desks.ours.send(text))
    }

    private func below(_ folder: AppliedBody, _ desks: TwoDesks) async throws -> ProposedChangeBody {
        _ = try await desks.theirs.createFolder("/dir/sub")
        return desks.move(folder, to: "/dir/sub/dir")
    }

    /// Does it where it can be done; a thing that is gone stays as it is.
    private func happen(_ meanwhile: Meanwhile, _ scene: Scene) async throws {
        let (desks, id) = (scene.desks, scene.conflict.resourceID)
        let isFolder = scene.conflict.resourceType == .folder
        let thing = AppliedBody(
            resourceType: scene.conflict.resourceType, resourceID: id, changeType: .updated, outcome: .applied)
        let change: ProposedChangeBody? =
            switch meanwhile {
            case .nothing: nil
            case .edited: isFolder ? nil : try await desks.update(thing, "later", by: desks.theirs)
            case .moved: desks.move(thing, to: "/moved later")
            case .deleted: desks.delete(thing)
            }
        if let change { _ = try await desks.theirs.apply([change], .clientWins) }
    }

    @Test(arguments: ConflictType.allCases, ConflictResolution.allCases.filter { $0 != .manual })
    func `whatever came between, it ends resolved, with every text and no two things of one name`(
        type: ConflictType, resolution: ConflictResolution
    ) async throws {
        for meanwhile in Meanwhile.allCases {
            let scene = try await scene(type)
            try await happen(meanwhile, scene)
            let texts = try await scene.desks.everyText()
            let settled = try await scene.desks.resolve(scene.conflict, resolution)
            #expect(settled.status == .resolved && settled.resolution == resolution, "\(meanwhile)")
            #expect(try await scene.desks.everyText() == texts, "\(meanwhile)")
            let keys = try await scene.desks.ours.paths().map { $0.lowercased() }
            #expect(Set(keys).count == keys.count, "\(meanwhile)")
            #expect(try await scene.desks.open().isEmpty)
            #expect(try await scene.desks.resolve(scene.conflict, resolution).resolvedAt == settled.resolvedAt)
            let other: ConflictResolution = resolution == .serverWins ? .clientWins : .serverWins
            let refused = await #expect(throws: ServiceError.self) {
                _ = try await scene.desks.resolve(scene.conflict, other)
            }
            #expect(refused?.code == .syncConflict)
        }
    }

    @Test(arguments: ConflictType.allCases)
    func `merged content becomes the head of a file, whatever the kind; a folder has none`(type: ConflictType)
        async throws
    {
        for meanwhile in Meanwhile.allCases {
            let scene = try await scene(type)
            try await happen(meanwhile, scene)
            let merged = try await scene.desks.ours.create("/merged", "merged")
            guard scene.conflict.resourceType == .file else {
                let refused = await #expect(throws: ServiceError.self) {
                    _ = try await scene.desks.resolve(scene.conflict, .manual, version: merged.versionID)
                }
                #expect(refused?.code == .validationFailed)
                continue
            }
            let texts = try await scene.desks.everyText()
            let settled = try await scene.desks.resolve(scene.conflict, .manual, version: merged.versionID)
            #expect(settled.status == .resolved && settled.resolution == .manual)
            #expect(try await scene.desks.ours.text(of: scene.conflict.resourceID) == "merged", "\(meanwhile)")
            #expect(try await scene.desks.everyText().isSuperset(of: texts))
        }
    }

    @Test(arguments: [-315_360_000, 0, 315_360_000])
    func `a clock that is ten years off changes no outcome of LAST_WRITER_WINS`(off: Int) async throws {
        for seconds in [-60, 60] {
            let desks = try await TwoDesks()
            let file = try await desks.theirs.create("/a", "base")
            desks.world.clock.advance(seconds: 120)
            let theirTime = desks.world.clock.now().adding(seconds: -60)
            let edit = try await desks.update(file, "theirs", modifiedAt: theirTime, by: desks.theirs)
            _ = try await desks.theirs.apply([edit], .clientWins, clientTime: desks.world.clock.now())
            let ourTime = theirTime.adding(seconds: seconds + off)
            let update = try await desks.update(file, "ours", modifiedAt: ourTime)
            let answer = try await desks.ours.apply(
                [update], .lastWriterWins, clientTime: desks.world.clock.now().adding(seconds: off))
            #expect(try only(answer.conflicts).resolution == .lastWriterWins)
            #expect(try await desks.ours.text(of: file.resourceID) == (seconds > 0 ? "ours" : "theirs"))
            #expect(try await desks.everyText() == ["base", "theirs", "ours"])
        }
    }

    @Test func `a restored version that makes both sides equal closes the conflict`() async throws {
        let scene = try await scene(.editEdit)
        let local = try #require(scene.conflict.localVersionID)
        let head = AppliedBody(
            resourceType: .file, resourceID: scene.conflict.resourceID, changeType: .updated,
            versionID: scene.conflict.serverVersionID, outcome: .applied)
        var change = try await scene.desks.update(head, "unused", by: scene.desks.theirs)
        change.metadata = nil
        change.versionID = local
        _ = try await scene.desks.theirs.apply([change], .clientWins)
        let closed = try #require(try await scene.desks.conflicts().first { $0.id == scene.conflict.id })
        #expect(closed.status == .resolved && closed.resolution == nil && closed.resolvedBy == nil)
    }
}
