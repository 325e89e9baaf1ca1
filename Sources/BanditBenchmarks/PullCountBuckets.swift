import ClusterBandit
import Randomness

/// UCB1 on rewards of 0 and 1 as a plain loop over numbers of pulls: what the cases of many arms
/// are read beside.
///
/// Of the arms of equal pulls only those of most successes can be in front, so one index is
/// computed for each number of pulls. The arm is the one that came last, in whatever order is
/// cheapest: ties are broken neither at random nor by number. Nothing is recorded.
struct PullCountBuckets {
  /// The arms of equal pulls and successes.
  private struct Class {
    let successes: Int
    var arms: [Int32]
  }

  /// Classes by successes, ascending.
  private var buckets: [[Class]] = [[]]
  /// The numbers of pulls that some arm has, and of each the highest mean and 1/√n.
  private var live: [Int] = []
  private var lines: [SIMD2<Double>] = [.zero]
  private let tables: ClockTables

  private init(tables: ClockTables) { self.tables = tables }

  /// Microseconds of CPU for a pull, first pulls included.
  static func microseconds(on instance: BanditInstance, horizon: Int, replications: Int) -> Double {
    let tables = ClockTables.covering(horizon: horizon)
    let seeds = SeedTree(root: 1)
    let start = BenchmarkClock.processorSeconds()
    for number in 0..<replications {
      var stream = seeds.stream(replication: UInt64(number), role: .reward)
      var buckets = PullCountBuckets(tables: tables)
      buckets.play(instance, horizon: horizon, using: &stream)
    }
    let seconds = BenchmarkClock.processorSeconds() - start
    return seconds / Double(horizon * replications) * 1e6
  }

  private mutating func play(
    _ instance: BanditInstance, horizon: Int, using stream: inout RandomStream
  ) {
    let count = instance.armCount
    var pulls = Array(repeating: 0, count: count)
    var successes = Array(repeating: 0, count: count)
    for round in 0..<horizon {
      let arm = round < count ? round : takeHighest(scale: tables.sqrtTwoLog(round))
      pulls[arm] += 1
      successes[arm] += stream.nextUnit() < instance.means[arm] ? 1 : 0
      put(arm, pulls: pulls[arm], successes: successes[arm])
    }
  }

  /// Takes an arm of the highest index out of its class.
  private mutating func takeHighest(scale: Double) -> Int {
    var place = 0
    var highest = -Double.infinity
    for (position, pulls) in live.enumerated() {
      let value = lines[pulls].x + scale * lines[pulls].y
      if value > highest { (place, highest) = (position, value) }
    }
    let pulls = live[place]
    let last = buckets[pulls].count - 1
    let arm = Int(buckets[pulls][last].arms.removeLast())
    if buckets[pulls][last].arms.isEmpty {
      buckets[pulls].removeLast()
      if let best = buckets[pulls].last {
        lines[pulls].x = Double(best.successes) / Double(pulls)
      } else {
        live.swapAt(place, live.count - 1)
        live.removeLast()
      }
    }
    return arm
  }

  /// Puts an arm into its class.
  private mutating func put(_ arm: Int, pulls: Int, successes: Int) {
    while buckets.count <= pulls {
      lines.append(SIMD2(0, tables.inverseRoot(Double(buckets.count))))
      buckets.append([])
    }
    if buckets[pulls].isEmpty { live.append(pulls) }
    var place = buckets[pulls].count
    while place > 0, buckets[pulls][place - 1].successes > successes { place -= 1 }
    if place > 0, buckets[pulls][place - 1].successes == successes {
      buckets[pulls][place - 1].arms.append(Int32(arm))
    } else {
      if place == buckets[pulls].count {
        lines[pulls].x = Double(successes) / Double(pulls)
      }
      buckets[pulls].insert(Class(successes: successes, arms: [Int32(arm)]), at: place)
    }
  }
}
