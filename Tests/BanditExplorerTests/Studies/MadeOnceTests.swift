import Foundation
import Synchronization
import Testing

@testable import BanditExplorer

@Suite("What is made once")
struct MadeOnceTests {
  @Test("It is made when it is first asked for, once, however many ask at the same time")
  func once() {
    let count = Mutex(0)
    let kept = MadeOnce {
      usleep(20_000)
      return count.withLock {
        $0 += 1
        return $0
      }
    }
    #expect(count.withLock(\.self) == 0)
    let seen = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let value = kept.value
      seen.withLock { $0.append(value) }
    }
    #expect(seen.withLock(\.self) == Array(repeating: 1, count: 16))
    #expect(kept.value == 1)
  }
}
