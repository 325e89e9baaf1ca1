/// Decides who is answered: the page that this program serves on this machine, and nobody else.
///
/// A name that resolves to this machine (DNS rebinding) fails at the host, a foreign page at its
/// origin or at what the browser says of the fetch, a local program without the printed address at
/// the token.
struct Gatekeeper: Sendable {
  let port: UInt16
  let token: String

  /// Why a request is refused; nil if it is not.
  ///
  /// - Parameter needsToken: whether the request computes or reveals something.
  func refusal(of request: Request, needsToken: Bool) -> Refusal? {
    guard let host = request.headers["host"], hosts.contains(host) else { return .foreignHost }
    if let origin = request.headers["origin"], !hosts.contains(where: { origin == "http://\($0)" })
    {
      return .foreignOrigin
    }
    if let site = request.headers["sec-fetch-site"] {
      // A person may follow a link to the page itself; everything else comes from the page.
      let isVisit = !needsToken && request.headers["sec-fetch-mode"] == "navigate"
      guard site == "same-origin" || site == "none" || isVisit else { return .foreignOrigin }
    }
    guard needsToken else { return nil }
    guard isToken(request.headers["x-explorer-token"] ?? "") else { return .tokenMissing }
    return nil
  }

  private var hosts: [String] {
    let names = ["127.0.0.1", "localhost"]
    // A browser leaves out the port that every address has.
    return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
  }

  /// Whether it is the token, in a time that does not tell how much of it is right.
  private func isToken(_ text: String) -> Bool {
    let (given, right) = (Array(text.utf8), Array(token.utf8))
    guard given.count == right.count else { return false }
    return zip(given, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
