import TidelineCore

/// What one thing asks for, from its three states alone.
struct Verdict: Hashable {
    enum Push: Hashable { case none, create, update, move, updateAndMove, delete }
    enum Pull: Hashable { case none, create, content, move, contentAndMove, delete }

    var push = Push.none
    var pull = Pull.none
    /// Both sides are equal though the base says otherwise.
    var agrees = false
}

/// How a thing stands against the base, on one side.
struct Standing: Hashable {
    var exists: Bool
    var contentChanged: Bool
    var placeChanged: Bool

    static let gone = Standing(exists: false, contentChanged: false, placeChanged: false)
    static let same = Standing(exists: true, contentChanged: false, placeChanged: false)

    var isUnchanged: Bool { self == .same }
}

/// Three states of one thing → what to do.
///
/// A side that did not change follows the other. Where both changed, the change is pushed with the version it was made on
/// and the server's strategy decides; what comes of it is pulled in the next round. So a delete never wins over new content
/// here, and no content is replaced that the server has not been given first.
///
/// - Parameters:
///   - samePlace: both sides have it at the same place.
///   - sameContent: both sides are known to have the same content; folders always do.
func reconcile(inBase: Bool, local: Standing, remote: Standing, samePlace: Bool, sameContent: Bool) -> Verdict {
    guard inBase else {
        switch (local.exists, remote.exists) {
        case (false, false): return Verdict(agrees: true)
        case (true, false): return Verdict(push: .create)
        case (false, true): return Verdict(pull: .create)
        case (true, true): return sameContent && samePlace ? Verdict(agrees: true) : Verdict(push: .create)
        }
    }
    switch (local.exists, remote.exists) {
    case (false, false): return Verdict(agrees: true)
    case (false, true): return Verdict(push: .delete)
    case (true, false): return local.isUnchanged ? Verdict(pull: .delete) : push(local)
    case (true, true): return reconcileLive(local, remote, samePlace: samePlace, sameContent: sameContent)
    }
}

private func reconcileLive(_ local: Standing, _ remote: Standing, samePlace: Bool, sameContent: Bool) -> Verdict {
    let moves = local.placeChanged && !samePlace
    let edits = local.contentChanged && !sameContent
    if moves || edits {
        return push(Standing(exists: true, contentChanged: edits, placeChanged: moves))
    }
    let follows = remote.placeChanged && !samePlace
    let refreshes = remote.contentChanged && !sameContent
    switch (refreshes, follows) {
    case (true, true): return Verdict(pull: .contentAndMove)
    case (true, false): return Verdict(pull: .content)
    case (false, true): return Verdict(pull: .move)
    case (false, false): return Verdict(agrees: !local.isUnchanged || !remote.isUnchanged)
    }
}

private func push(_ local: Standing) -> Verdict {
    switch (local.contentChanged, local.placeChanged) {
    case (true, true): Verdict(push: .updateAndMove)
    case (true, false): Verdict(push: .update)
    case (false, _): Verdict(push: .move)
    }
}
