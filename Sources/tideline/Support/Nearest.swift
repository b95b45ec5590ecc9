/// The word that at most two slips of the fingers turn into `typed`.
func nearest(_ typed: String, among words: [String]) -> String? {
    let distances = words.map { ($0, editDistance(Array(typed), Array($0))) }
    return distances.filter { $0.1 <= 2 }.min { $0.1 < $1.1 }?.0
}

/// Insertions, deletions and replacements (Levenshtein).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, right) in b.enumerated() {
            let replaced = diagonal + (left == right ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
