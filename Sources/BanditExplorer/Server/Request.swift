/// One request of a browser, as the routes see it.
struct Request: Sendable, Equatable {
  /// GET, HEAD or POST.
  var method: String
  /// The path as it was sent, still encoded: nothing decodes it, so nothing can hide in it.
  var path: String
  /// The part behind the question mark, still encoded.
  var query: String
  /// Headers by their names in lower case.
  var headers: [String: String]
  /// What came behind the headers.
  var body: [UInt8]

  init(
    _ method: String, _ path: String, query: String = "", headers: [String: String] = [:],
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }
}
