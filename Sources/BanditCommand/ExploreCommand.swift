import ArgumentParser
import BanditExperiments
import BanditExplorer
import Foundation

/// `explore`: the page on which studies are played, watched and compared.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Play, watch and compare on a live page in your browser.",
    usage: """
      cluster-bandit explore
      cluster-bandit explore --port 8080 --open
      """,
    discussion: """
      Prints the page's address and serves it, on this machine alone, until ^C. The address holds a \
      token that is new at every start; without it nothing is computed. If the port is in use the \
      next free one is taken. Exit status: 2 no port is free, 64 something is wrong with the \
      arguments, 130 it was interrupted.
      """)

  @Option(parsing: .unconditional, help: "The port; 0 takes any that is free.")
  var port = 8765

  @Flag(help: "Open the page in the browser, if this machine has one.")
  var open = false

  @OptionGroup var shipped: ShippedOptions

  func validate() throws { try require(port, in: 0...65_535, "--port") }

  func run() throws {
    warnOfDebugBuild()
    let explorer: Explorer
    do {
      explorer = try Explorer(
        port: UInt16(port), catalogues: Kinds.catalogues, shipped: shipped.found)
    } catch {
      note("error: \(error)")
      throw ExitStatus.runFailed
    }
    let control = RunControl()
    try Interruption.cancelling(control) {
      // Whoever reads the address may press ^C at once.
      try emit(explorer.address)
      note("the explorer is served on this machine alone; ^C ends it")
      let page = open ? show(explorer.address) : nil
      defer { page?.remove() }
      explorer.run { control.isCancelled }
    }
    try ExitStatus.throwIfInterrupted()
  }

  /// Asks the desktop to open the page; where there is none the address is enough.
  ///
  /// - Returns: what the browser reads, to be removed at the end; nil if nothing was opened.
  private func show(_ address: String) -> RedirectFile? {
    guard let program = executable(named: "xdg-open") else {
      note("note: xdg-open, which opens a browser, is not installed; open the address above")
      return nil
    }
    guard let page = RedirectFile(to: address) else {
      note("note: the folder for temporary files cannot be written; open the address above")
      return nil
    }
    let opener = Process()
    opener.executableURL = program
    opener.arguments = [page.path]
    opener.standardOutput = FileHandle.nullDevice
    opener.standardError = FileHandle.nullDevice
    guard (try? opener.run()) != nil else {
      note("note: \(program.path) cannot be started; open the address above")
      page.remove()
      return nil
    }
    return page
  }
}
