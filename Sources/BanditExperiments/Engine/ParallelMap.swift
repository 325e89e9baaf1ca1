import Synchronization

/// The values of a function, computed on several threads at once.
enum ParallelMap {
  /// The values at all elements, in their order; the next element goes to the next free thread.
  ///
  /// - Parameter workers: the number of threads, the calling one among them.
  /// - Throws: what the function threw first; nothing is begun after that.
  static func values<Element: Sendable, Value: Sendable>(
    of elements: [Element], workers: Int,
    _ body: @escaping @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    let state = State<Value>()
    Engine.inParallel(min(workers, elements.count)) {
      while let index = state.next(below: elements.count) {
        state.finish(index, Result { try body(elements[index]) })
      }
    }
    return try state.values()
  }

  private final class State<Value: Sendable>: Sendable {
    private let position = Atomic(0)
    private let found = Mutex<(values: [Int: Value], failure: (any Error)?)>(([:], nil))

    func next(below count: Int) -> Int? {
      guard found.withLock({ $0.failure == nil }) else { return nil }
      let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
      return index < count ? index : nil
    }

    func finish(_ index: Int, _ result: Result<Value, any Error>) {
      found.withLock { found in
        switch result {
        case .success(let value): found.values[index] = value
        case .failure(let failure): found.failure = found.failure ?? failure
        }
      }
    }

    func values() throws -> [Value] {
      let (values, failure) = found.withLock { $0 }
      if let failure { throw failure }
      return values.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
