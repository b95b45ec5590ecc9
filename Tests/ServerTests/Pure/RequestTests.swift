import HTTPTypes
import Testing
import TidelineCore

@testable import TidelineServer

struct QueryTests {
    @Test func `names and values are decoded, and the first of a name counts`() throws {
        let query = try Query("a=1&b=x%20y+z&a=2&c&d=&%C3%A4=%2B")
        #expect(query.text("a") == "1" && query.text("b") == "x y z" && query.text("ä") == "+")
        #expect(query.text("c") == nil && query.text("d") == nil && query.text("e") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%4g", "%ff=1"])
    func `broken escapes are refused`(text: String) {
        #expect(throws: (any Error).self) { try Query(text) }
    }
}

struct RouteTableTests {
    private let table = RouteTable([
        .open(.get, "/a/{x}") { _ in .noContent }, .open(.post, "/a/b") { _ in .noContent },
        .open(.get, "/a/{x}/c/{y}") { _ in .noContent },
    ])

    @Test func `values are taken from the path and decoded after it was split`() {
        guard case .found(let route, let values) = table.match(.get, "/a/1%2F2/c/%20") else {
            Issue.record("not found")
            return
        }
        #expect(route.template == "/a/{x}/c/{y}" && values == ["x": "1/2", "y": " "])
    }

    @Test func `a literal wins over a parameter, and dead ends are left again`() {
        guard case .wrongMethod(_, let allowed) = table.match(.get, "/a/b") else {
            Issue.record("the literal did not win")
            return
        }
        #expect(allowed == [.post])
        guard case .found(_, let values) = table.match(.get, "/a/b/c/d") else {
            Issue.record("not found")
            return
        }
        #expect(values == ["x": "b", "y": "d"])
    }

    @Test(arguments: ["/", "/a", "/a/", "/a/1/c", "/a/1/c/", "/a/%ff", "/A/1", ""])
    func `other paths are unknown`(path: String) {
        guard case .unknown = table.match(.get, path) else {
            Issue.record("\(path) was found")
            return
        }
    }
}

struct HeaderTests {
    @Test func `a file name is safe in a header in both forms`() {
        #expect(
            contentDisposition(fileName: "a\r\n\"b\"%.txt")
                == "attachment; filename=\"a___b__.txt\"; filename*=UTF-8''a%0D%0A%22b%22%25.txt")
    }

    @Test func `dates are in the form of HTTP`() {
        #expect(Timestamp(seconds: 784_111_777).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(Timestamp(seconds: -1).httpDate == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test func `a bearer token is found whatever the case of its scheme`() {
        #expect(Gate.bearerToken("bearer  abc") == "abc")
        #expect(Gate.bearerToken("Basic abc") == nil && Gate.bearerToken("Bearer ") == nil)
        #expect(Gate.bearerToken(nil) == nil)
    }
}
