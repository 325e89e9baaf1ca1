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
      cluster-bandit explore --export lecture
      """,
    discussion: """
      Prints the page's address and serves it, on this machine alone, until ^C. The address holds a \
      token that is new at every start; without it nothing is computed. If the port is in use the \
      next free one is taken. With --export it writes index.html, which opens from its file: \
      recorded runs of sections 2, 3, 5 and 6. Exit status: 0 the page is written, 2 no port is \
      free, 64 something is wrong with the arguments, 74 the page cannot be written, 130 it was \
      interrupted.
      """)

  private static let standardPort = 8765

  @Option(
    parsing: .unconditional,
    help: "The port; 0 takes any that is free. Default: \(standardPort).",
    transform: readWholeNumber)
  var port: Int?

  @Flag(help: "Open the page in the browser, if this machine has one.")
  var open = false

  @Option(
    name: .customLong("export"),
    help: ArgumentHelp(
      "Write a page with recorded runs into this folder, and serve none.", valueName: "dir"))
  var exportFolder: String?

  @Flag(help: "Replace a page that --export wrote before, or put one beside other files.")
  var force = false

  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try shipped.refuseData("the page")
    try require(port, in: 0...65_535, "--port")
    if exportFolder != nil, open || port != nil {
      throw ValidationError("--export writes a page and serves none: leave out --port and --open.")
    }
    if exportFolder == nil, force {
      throw ValidationError("--force is for a page in a file: give --export dir.")
    }
  }

  func run() throws {
    warnOfDebugBuild()
    if let exportFolder {
      try export(to: exportFolder)
    } else {
      try serve()
    }
  }

  private func export(to path: String) throws {
    let folder = try ExportFolder(path, force: force)
    let control = RunControl()
    let page = Interruption.cancelling(control) { RecordedPage { control.isCancelled } }
    try ExitStatus.throwIfInterrupted()
    if let page { try folder.write(page) }
  }

  private func serve() throws {
    let explorer: Explorer
    do {
      explorer = try Explorer(
        port: UInt16(port ?? ExploreCommand.standardPort), catalogues: Kinds.catalogues,
        shipped: shipped.found)
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
