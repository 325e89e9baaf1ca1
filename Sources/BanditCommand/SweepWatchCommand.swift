import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// `sweep watch`: how far a sweep is, until it ends.
struct SweepWatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watch a sweep until all of its shards are there.",
    usage: "cluster-bandit sweep watch sweep",
    discussion: """
      On a terminal a line is written over, elsewhere there is a line for each shard that ends and \
      one a minute. Exit status: 0 all shards are there, 1 only refused ones are left, 64 \
      something is wrong with the input.
      """)

  @Argument(help: "The folder of the sweep.")
  var folder: String

  @OptionGroup var text: WidthOptions

  func run() throws {
    let folder = try OpenedSweep.folder(folder)
    let isTerminal = isatty(STDERR_FILENO) == 1
    let line = ProgressLine(folder.sweep.plan.name)
    var (shown, last) = ("", ContinuousClock.now)
    while true {
      let inspection = try OpenedSweep.inspection(folder)
      let counts = SweepReport.line(inspection)
      let pace = SweepReport.pace(inspection).map { "; \($0)" } ?? ""
      if isTerminal {
        line.show(counts + pace)
      } else if counts != shown || .now - last > .seconds(60) {
        note("\(folder.sweep.plan.name)  \(counts)\(pace)")
        (shown, last) = (counts, .now)
      }
      let isOver = inspection.states.allSatisfy { state in
        switch state {
        case .done, .refused: true
        case .missing, .stopped, .running: false
        }
      }
      if isOver {
        if isTerminal { line.clear() }
        try emit(SweepReport(inspection).plain(width: text.columns))
        if !inspection.isComplete { throw ExitStatus.checkMissed }
        return
      }
      Thread.sleep(forTimeInterval: 2)
    }
  }
}
