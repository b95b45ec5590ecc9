import NIOCore
import Testing
import TidelineCore
import TidelineService

@testable import TidelineServer

struct MultipartTests {
    private static let form = """
        preamble\r
        --b42\r
        Content-Disposition: form-data; name="share_id"\r
        \r
        shr_1\r
        --b42 \t\r
        content-type: text/plain\r
        Content-Disposition: form-data; name="file"; filename="a;b \\"c\\" %22d%22.txt"\r
        \r
        one\r
        --b4\r\r
        --b4\r
        two\r
        \r
        --b42\r
        Content-Disposition: form-data; name=empty\r
        \r
        \r
        --b42--\r
        epilogue
        """

    /// All events, neighbouring bytes joined.
    private func read(_ text: String, pieces: Int, boundary: String = "b42") throws -> [MultipartReader.Event] {
        var reader = MultipartReader(boundary: boundary)
        var events: [MultipartReader.Event] = []
        var rest = ByteBuffer(string: text)
        while let piece = rest.readSlice(length: min(pieces, rest.readableBytes)), piece.readableBytes > 0 {
            reader.append(piece)
            while let event = try reader.next() {
                if case .bytes(let more) = event, case .bytes(var before)? = events.last {
                    before.writeImmutableBuffer(more)
                    events[events.count - 1] = .bytes(before)
                } else {
                    events.append(event)
                }
            }
        }
        try reader.finish()
        return events
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1_000]) func `a form is the same in whatever pieces it comes`(pieces: Int) throws
    {
        let events = try read(Self.form, pieces: pieces)
        #expect(
            events == [
                .part(PartHead(name: "share_id")), .bytes(ByteBuffer(string: "shr_1")), .endOfPart,
                .part(PartHead(name: "file", fileName: "a;b \"c\" \"d\".txt", contentType: "text/plain")),
                .bytes(ByteBuffer(string: "one\r\n--b4\r\r\n--b4\r\ntwo\r\n")), .endOfPart,
                .part(PartHead(name: "empty")), .endOfPart,
            ])
    }

    @Test func `a name that is not ASCII may come in either way`() throws {
        for field in ["filename=\"grüß.txt\"", "filename=\"x\"; filename*=UTF-8''gr%C3%BC%C3%9F.txt"] {
            let form = "--b42\r\nContent-Disposition: form-data; name=\"file\"; \(field)\r\n\r\n\r\n--b42--"
            #expect(try read(form, pieces: 5).first == .part(PartHead(name: "file", fileName: "grüß.txt")))
        }
    }

    @Test(arguments: [
        "", "--b42", "--b42\r\n", "no boundary at all", "--b42\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b42\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b42-", "--b42-x",
        "--b42x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b42--",
        "--b42\r\n\r\n\r\n\r\n--b42--", "--b42\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--b42--",
        "--b42\r\nContent-Disposition: form-data; name=a; filename*=latin1''%FC\r\n\r\n\r\n--b42--",
        "--b42\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--b42--",
    ])
    func `what is no such form, or is cut short, is refused`(form: String) throws {
        let error = #expect(throws: ServiceError.self) { try read(form, pieces: 4) }
        #expect(error?.code == .badRequest)
    }

    @Test(arguments: [
        "--b42\r\nX: " + String(repeating: "x", count: Limits.multipartHeaderBytesMax),
        String(repeating: "x", count: 20 << 10),
        "--b42" + String(repeating: " ", count: 100),
    ])
    func `what never ends is refused before it is all read`(form: String) throws {
        var reader = MultipartReader(boundary: "b42")
        let error = #expect(throws: ServiceError.self) {
            var rest = ByteBuffer(string: form)
            while let piece = rest.readSlice(length: min(64, rest.readableBytes)), piece.readableBytes > 0 {
                reader.append(piece)
                while try reader.next() != nil {}
            }
        }
        #expect(error?.code == .badRequest)
    }
}
