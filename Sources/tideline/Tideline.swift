@main
struct Tideline {
    static func main() {}
}
