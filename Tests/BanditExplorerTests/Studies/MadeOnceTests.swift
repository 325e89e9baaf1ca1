import Foundation
import Synchronization
import Testing

@testable import BanditExplorer

@Suite("What is made once")
struct MadeOnceTests {
  @Test("It is made when it is first asked for, once, however many ask at the same time")
  func once() {
    let count = Mutex(0)
    let kept = MadeOnce<Int> { () -> Int in
      usleep(20_000)
      return count.withLock { made -> Int in
        made += 1
        return made
      }
    }
    #expect(count.withLock { $0 } == 0)
    let seen = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let value = kept.value
      seen.withLock { $0.append(value) }
    }
    #expect(seen.withLock { $0 } == Array(repeating: 1, count: 16))
    #expect(kept.value == 1)
  }
}
