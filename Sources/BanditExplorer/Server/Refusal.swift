/// Why a request is not answered: a status with what to do.
struct Refusal: Error, Equatable, Encodable {
  let status: Int
  let reason: String
  let hint: String

  private enum CodingKeys: String, CodingKey {
    case status
    case reason = "error"
    case hint
  }

  init(_ status: Int, _ reason: String, _ hint: String) {
    self.status = status
    self.reason = reason
    self.hint = hint
  }

  static let malformed = Refusal(
    400, "the request is malformed", "open the page with a browser")
  static let methodUnknown = Refusal(
    405, "the page is read with GET and asked with POST", "use one of these")
  static let lengthRequired = Refusal(
    411, "a body must say its length", "send Content-Length")
  static let bodyTooLarge = Refusal(
    413, "the body has more than \(RequestReader.mostBodyBytes) bytes", "send a smaller study")
  static let headersTooLarge = Refusal(
    431, "the headers have more than \(RequestReader.mostHeaderBytes) bytes", "send fewer")
  static let tooSlow = Refusal(408, "the request took too long to come", "send it at once")
  static let notFound = Refusal(404, "there is no such page", "the explorer stands at /")
  static let foreignHost = Refusal(
    421, "the request is for another host", "use the address that the program printed")
  static let foreignOrigin = Refusal(
    403, "the request comes from another page", "use the page that this program serves")
  static let tokenMissing = Refusal(
    403, "the token is missing or of another start of the program",
    "open the address that the program printed when it started")
  static let busy = Refusal(
    429, "two runs are under way, and more are not begun", "wait for one to end, or stop it")
  static let givenUp = Refusal(503, "the run was given up", "ask again")
  static let tooManyConnections = Refusal(
    503, "there are too many connections", "close some tabs")
}

/// A request that was understood and cannot be done.
func refused(_ reason: String, _ hint: String) -> Refusal { Refusal(422, reason, hint) }
