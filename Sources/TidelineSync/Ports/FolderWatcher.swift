/// Tells where in a synced folder something may have changed. A hint says where to look, never what is there.
package protocol FolderWatcher: Sendable {
    /// Waits until something may have changed and it has been quiet for a moment, then answers all of it at once. What
    /// happens while nobody waits is kept and merged. nil after ``stop()`` or when the waiting task is cancelled. One
    /// caller at a time.
    func next() async -> WatchEvent?
    /// What is to be told about may be other paths now: what was ignored is watched from here on, and the reverse.
    func ignoreAnew()
    /// Ends watching; safe to call twice.
    func stop()
}

/// Paths are relative to the root as in ``LocalFolder``; the root is the empty string. Two spellings of a path (NFC and
/// NFD) count as one here, as they are equal strings: look at both.
package enum WatchEvent: Hashable, Sendable {
    /// Folders to list again, and folders to list with all that is below them: they are new here, or were changed before
    /// they could be watched. A folder named here may be gone by now.
    case changed([String], deep: [String])
    /// Hints were lost: scan the whole folder.
    case everything
    /// The system gives no more watches: some folders are not watched, so only scans at intervals find every change.
    /// Reported once, and anew after ``FolderWatcher/ignoreAnew()``; hints about the folders that are watched go on.
    case exhausted(watched: Int)
    /// The root was removed, moved or unmounted. Nothing comes after it.
    case rootGone
}
