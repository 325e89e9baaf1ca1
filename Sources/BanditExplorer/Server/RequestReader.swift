/// Reads a request from bytes as they come, and gives up as soon as a limit is passed.
///
/// Only what the page sends is understood: a body has a length, and one connection has one request.
struct RequestReader {
  /// The most bytes of the first line and all headers.
  static let mostHeaderBytes = 16 * 1024
  /// The most bytes of a body.
  static let mostBodyBytes = 64 * 1024
  private static let mostHeaders = 100

  /// What came so far.
  enum Progress: Equatable {
    /// More bytes are needed.
    case incomplete
    /// The request is here.
    case complete(Request)
    /// It is refused.
    case refused(Refusal)
  }

  private var bytes: [UInt8] = []
  private var head: Request?
  private var bodyStart = 0
  private var bodyLength = 0

  /// Takes more bytes.
  mutating func add(_ more: [UInt8]) -> Progress {
    bytes += more
    if head == nil, let outcome = readHead() { return outcome }
    guard var request = head else { return .incomplete }
    guard bytes.count >= bodyStart + bodyLength else { return .incomplete }
    request.body = Array(bytes[bodyStart..<bodyStart + bodyLength])
    return .complete(request)
  }

  /// Reads line and headers if they are here; nil where all is well so far.
  private mutating func readHead() -> Progress? {
    guard let end = endOfHead() else {
      return bytes.count > RequestReader.mostHeaderBytes
        ? .refused(.headersTooLarge) : .incomplete
    }
    guard end <= RequestReader.mostHeaderBytes else { return .refused(.headersTooLarge) }
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
      return .refused(.malformed)
    }
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    let first = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 3, first[2] == "HTTP/1.1" || first[2] == "HTTP/1.0",
      first[1].hasPrefix("/"), lines.count <= RequestReader.mostHeaders
    else { return .refused(.malformed) }
    guard ["GET", "HEAD", "POST"].contains(first[0]) else { return .refused(.methodUnknown) }
    let target = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var headers: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
        return .refused(.malformed)
      }
      let name = line[..<colon].lowercased()
      // A name that comes twice could be read in two ways.
      guard !name.contains(where: \.isWhitespace), headers[name] == nil else {
        return .refused(.malformed)
      }
      headers[name] = line[line.index(after: colon)...].trimmed
    }
    guard headers["transfer-encoding"] == nil else { return .refused(.lengthRequired) }
    if let length = headers["content-length"] {
      guard length.allSatisfy({ $0.isASCII && $0.isNumber }), !length.isEmpty, length.count < 10,
        let count = Int(length)
      else { return .refused(.malformed) }
      guard count <= RequestReader.mostBodyBytes else { return .refused(.bodyTooLarge) }
      bodyLength = count
    }
    bodyStart = end + 4
    head = Request(
      String(first[0]), String(target[0]), query: target.count > 1 ? String(target[1]) : "",
      headers: headers)
    return nil
  }

  /// Where the empty line begins that ends the headers.
  private func endOfHead() -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= mark.count else { return nil }
    return (0...bytes.count - mark.count).first { bytes[$0..<$0 + 4].elementsEqual(mark) }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(start[...last])
  }
}
