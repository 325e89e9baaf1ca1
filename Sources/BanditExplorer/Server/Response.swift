/// An answer: a status, a type and bytes, all at once or as they come to be.
struct Response: Sendable {
  /// What is behind the headers.
  enum Body: Sendable {
    /// Bytes that are here.
    case bytes([UInt8])
    /// Bytes that the closure writes; it ends early when the client is gone.
    case stream(@Sendable (any ResponseSink) -> Void)
  }

  var status: Int
  var type: String
  var body: Body

  init(_ status: Int = 200, type: String, _ body: Body) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// A text.
  init(_ status: Int = 200, type: String, text: String) {
    self.init(status, type: type, .bytes(Array(text.utf8)))
  }

  /// What was refused, as the page reads it.
  init(_ refusal: Refusal) {
    self.init(refusal.status, type: "application/json", text: JSON.text(refusal))
  }

  /// The headers that every answer has: nothing but the page's own files is loaded, framed or
  /// guessed, and nothing is kept by a cache.
  private static let common = [
    "Connection: close",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
  ]

  /// The status line and all headers.
  var head: [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(Response.phrases[status] ?? "Status")"]
    lines.append("Content-Type: \(type)")
    if case .bytes(let bytes) = body { lines.append("Content-Length: \(bytes.count)") }
    return Array(((lines + Response.common).joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private static let phrases = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 411: "Length Required", 413: "Content Too Large",
    421: "Misdirected Request", 422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 503: "Service Unavailable",
  ]
}

/// Takes the bytes of a streamed answer.
protocol ResponseSink: AnyObject, Sendable {
  /// Sends bytes; false if the client is gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool

  /// Whether the client is gone or the server ends: what is computed for it is in vain.
  var isGone: Bool { get }
}
