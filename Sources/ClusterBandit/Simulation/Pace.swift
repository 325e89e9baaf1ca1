import Glibc

/// How many rounds a replication plays between two looks at its ``PlayControl``.
///
/// Looks are some milliseconds apart for slow policies and a segment apart for fast ones. The clock is
/// the kernel's coarse one, which takes no system call and a few cycles.
@usableFromInline
struct Pace {
  /// The rounds until the next look.
  @usableFromInline private(set) var rounds: Int

  private let control: PlayControl?
  private var last: Int
  private var unreported = 0

  /// The most rounds between two looks.
  private static let most = 256

  @usableFromInline
  init(_ control: PlayControl?) {
    self.control = control
    rounds = control == nil ? .max : 1
    last = control == nil ? 0 : Pace.now()
  }

  /// Notes rounds that were played; false if the replication is to end.
  @usableFromInline
  mutating func goesOn(after played: Int) -> Bool {
    guard let control else { return true }
    if control.isCancelled { return false }
    unreported += played
    let now = Pace.now()
    let elapsed = now - last
    last = now
    if elapsed < 8_000_000 {
      rounds = min(2 * rounds, Pace.most)
    } else if elapsed > 40_000_000 {
      rounds = max(1, rounds / 4)
    }
    // One counter serves all workers: it is written rarely.
    if elapsed >= 8_000_000 || unreported >= 1 << 14 { report() }
    return true
  }

  /// Hands on what was not reported yet, at the end of a replication.
  @usableFromInline
  mutating func report(_ more: Int = 0) {
    control?.add(pulls: unreported + more)
    unreported = 0
  }

  /// Nanoseconds of a clock that never goes back.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
