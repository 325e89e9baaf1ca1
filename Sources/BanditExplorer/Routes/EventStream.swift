/// Sends server-sent events.
struct EventStream: Sendable {
  let sink: any ResponseSink

  /// Sends an event of a kind with a value as JSON; false if the client is gone.
  @discardableResult
  func send(_ kind: String, _ value: some Encodable) -> Bool {
    sink.write(Array("event: \(kind)\ndata: \(JSON.text(value))\n\n".utf8))
  }

  /// Sends what was refused.
  func send(_ refusal: Refusal) { send("refused", refusal) }
}
