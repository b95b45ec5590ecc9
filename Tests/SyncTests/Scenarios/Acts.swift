/// Something that one person does to ``Act/tree`` without knowing what the other does meanwhile.
struct Act: Sendable, CustomStringConvertible {
    let description: String
    /// `mark` tells apart what two people write.
    let run: @Sendable (inout Hand, _ mark: String) throws -> Void

    private init(_ description: String, _ run: @escaping @Sendable (inout Hand, String) throws -> Void) {
        self.description = description
        self.run = run
    }

    /// What both devices have at first. Each file holds its path.
    static let tree = ["P/p1", "P/p2", "P/S/s1", "P/S/s2", "Q/q1", "Q/T/t1", "R/r1", "f", "g", "h"]

    static let all: [Act] = movesOfFiles + movesOfFolders + otherThings

    private static let movesOfFiles = [
        Act("renames a file") { hand, _ in try hand.move("f", to: "f2") },
        Act("renames a file otherwise") { hand, mark in try hand.move("f", to: "f of \(mark)") },
        Act("moves files from P to Q") { hand, _ in
            try hand.move("P/p1", to: "Q/p1")
            try hand.move("P/S/s1", to: "Q/T/s1")
        },
        Act("moves files into P") { hand, _ in
            try hand.move("f", to: "P/f")
            try hand.move("Q/q1", to: "P/S/q1")
        },
        Act("swaps two files") { hand, _ in try hand.swap("f", "g") },
        Act("swaps files of two folders") { hand, _ in try hand.swap("P/p1", "Q/q1") },
        Act("turns three files") { hand, _ in try hand.turn(["f", "g", "h"]) },
        Act("renames a file by case") { hand, _ in try hand.move("f", to: "F") },
    ]

    private static let movesOfFolders = [
        Act("renames P") { hand, _ in try hand.move("P", to: "P2") },
        Act("renames P by case") { hand, _ in try hand.move("P", to: "p") },
        Act("moves P into Q") { hand, _ in try hand.move("P", to: "Q/P") },
        Act("moves Q into P") { hand, _ in try hand.move("Q", to: "P/Q") },
        Act("moves R deep into P") { hand, _ in try hand.move("R", to: "P/S/R") },
        Act("moves things out of P") { hand, _ in
            try hand.move("P/S", to: "S")
            try hand.move("P/p2", to: "p2")
        },
        Act("swaps P and Q") { hand, _ in try hand.swap("P", "Q") },
        Act("turns P, Q and R") { hand, _ in try hand.turn(["P", "Q", "R"]) },
        Act("inverts P and S") { hand, _ in
            try hand.move("P/S", to: "S")
            try hand.move("P", to: "S/P")
        },
        Act("moves P and what is in it") { hand, _ in
            try hand.move("P", to: "R/P")
            try hand.move("R/P/S", to: "Q/T/S")
            try hand.move("R/P/p1", to: "p1")
        },
    ]

    private static let otherThings = [
        Act("deletes P") { hand, _ in try hand.remove("P") },
        Act("deletes Q and R") { hand, _ in
            try hand.remove("Q")
            try hand.remove("R")
        },
        Act("deletes files") { hand, _ in for path in ["f", "P/p1", "P/S/s2"] { try hand.remove(path) } },
        Act("edits files") { hand, mark in
            for path in ["f", "P/p1", "P/S/s1", "Q/T/t1"] { try hand.write(path, "\(path) edited by \(mark)") }
        },
        Act("adds files") { hand, mark in
            for path in ["P/new", "P/S/new", "Q/new"] { try hand.write(path, "\(path) made by \(mark)") }
        },
        Act("moves and edits a file") { hand, mark in
            try hand.move("f", to: "Q/f")
            try hand.write("Q/f", "moved and edited by \(mark)")
        },
        Act("renames P and makes a new one") { hand, mark in
            try hand.move("P", to: "P2")
            try hand.write("P/p1", "new p1 of \(mark)")
        },
        Act("renames a file and makes a new one") { hand, mark in
            try hand.move("f", to: "f2")
            try hand.write("f", "new f of \(mark)")
        },
        Act("puts one file in the place of another") { hand, _ in try hand.move("g", to: "f") },
        Act("puts R in the place of P") { hand, _ in try hand.move("R", to: "P") },
        Act("makes a folder of a file, and a file of a folder") { hand, mark in
            try hand.remove("f")
            try hand.write("f/inner", "inner of \(mark)")
            try hand.remove("P")
            try hand.write("P", "file P of \(mark)")
        },
        Act("moves P into a new folder") { hand, mark in
            try hand.write("P2/beside", "beside P by \(mark)")
            try hand.move("P", to: "P2/P")
        },
        Act("deletes P and makes it anew") { hand, mark in
            try hand.remove("P")
            try hand.write("P/p1", "p1 anew by \(mark)")
        },
    ]
}
